import type { Outcome } from './callers.ts';
import { Histories } from './histories.ts';
import { type Entry, ledgerOf, type StoredMisp } from './ledger.ts';
import { doubledPlaces, incompleteTrails } from './trails.ts';

/**
 * Compares what callers asked for and were answered, what is stored, and what reached the bus. Nothing in it is the
 * service's own code: what a change must leave is worked out anew from the contract.
 * @param moreTrails trails that an edition to come leaves besides: `get-misp success: 117,118`.
 * @returns each contradiction in a sentence; empty when the books balance.
 */
export function auditTheBooks(
  outcomes: readonly Outcome[],
  entries: readonly Entry[],
  misps: readonly StoredMisp[],
  moreTrails: readonly string[] = [],
): readonly string[] {
  const ledger = ledgerOf(outcomes, entries, misps);
  return [...doubledPlaces(ledger), ...incompleteTrails(ledger, moreTrails), ...new Histories(ledger).audit()];
}
