import { kinds } from './killed-calls.ts';
import type { TestEnvironment } from './test-environment.ts';

/** What a run must have covered, or it shows less than it claims. */
export interface RequiredCoverage {
  readonly kills: number;
  /** Renewals interrupted just before or after they were stored. */
  readonly interruptedRenewals: number;
}

/** Longer than a stream keeps its records. */
const OUTAGE_HOURS = 24;

/** A download writes more than its audit row only to renew. */
export const interruptedRenewals = ({ killed }: TestEnvironment): number =>
  killed.all.filter(
    ({ function: name, lastCall }) =>
      name.endsWith('-download-license-key') && lastCall === 'dynamodb:TransactWriteItems',
  ).length;

/** @returns what the run did not cover, each in a sentence. */
export function missingCoverage(environment: TestEnvironment, requiredCoverage: RequiredCoverage): readonly string[] {
  const { killed, hoursWithoutBus, eventsWithoutBus } = environment;
  const renewals = interruptedRenewals(environment);
  const unmet: string[] = [];
  if (killed.all.length < requiredCoverage.kills) {
    unmet.push(`Only ${killed.all.length} processes were killed, must be ${requiredCoverage.kills}`);
  }
  for (const kind of kinds) {
    if (killed.count(kind) === 0) unmet.push(`No process of the kind ${kind} was killed`);
    if (kind !== 'operations' && killed.countWhileDelivering(kind) === 0) {
      unmet.push(`The ${kind} was never killed while delivering`);
    }
  }
  if (renewals < requiredCoverage.interruptedRenewals) unmet.push(`Only ${renewals} renewals were interrupted`);
  if (hoursWithoutBus <= OUTAGE_HOURS) unmet.push(`The bus was out for only ${hoursWithoutBus} hours`);
  if (eventsWithoutBus > 0) unmet.push(`The bus was out, and ${eventsWithoutBus} events reached it`);
  return unmet;
}
