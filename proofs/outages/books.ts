import { Histories } from './histories.ts';
import { type Books, ledgerOf } from './ledger.ts';
import { doubledPlaces, incompleteTrails } from './trails.ts';

/** Where editions differ, and nothing is held against the model of the contract. */
export interface Differing {
  /** Trails that an edition to come leaves besides: `get-misp success: 117,118`. */
  readonly trails: readonly string[];
  /** Attributes of a stored MISP. */
  readonly attributes: readonly string[];
}

/**
 * Compares what callers asked for and were answered, what is stored, and what reached the bus. Nothing in it is the
 * service's own code: what a change must leave the model of the contract says.
 * @returns each contradiction in a sentence; empty when the books balance.
 */
export function auditTheBooks(books: Books, differing: Differing = { trails: [], attributes: [] }): readonly string[] {
  const ledger = ledgerOf(books);
  return [
    ...doubledPlaces(ledger),
    ...incompleteTrails(ledger, differing.trails),
    ...new Histories(ledger, differing.attributes).audit(),
  ];
}
