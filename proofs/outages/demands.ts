import { kinds } from './killed-calls.ts';
import type { Scene } from './scene.ts';

/** What a run must have gone through, or it has shown less than it claims. */
export interface Demands {
  readonly kills: number;
  /** Renewals that were cut off when they were about to be stored, or just were. */
  readonly interruptedRenewals: number;
}

/** Longer than a stream keeps its records. */
const OUTAGE_HOURS = 24;

/** Renewals are all that makes a download write more than its audit row. */
export const interruptedRenewals = ({ killed }: Scene): number =>
  killed.all.filter(
    ({ function: name, lastCall }) =>
      name.endsWith('-download-license-key') && lastCall === 'dynamodb:TransactWriteItems',
  ).length;

/** @returns what the run was to go through and did not, each in a sentence. */
export function unmetDemands(scene: Scene, demands: Demands): readonly string[] {
  const { killed, hoursWithoutBus, eventsWithoutBus } = scene;
  const renewals = interruptedRenewals(scene);
  const unmet: string[] = [];
  if (killed.all.length < demands.kills) {
    unmet.push(`Only ${killed.all.length} processes were killed, must be ${demands.kills}`);
  }
  for (const kind of kinds) {
    if (killed.count(kind) === 0) unmet.push(`Of the kind ${kind} no process was killed`);
    if (kind !== 'operations' && killed.countWhileDelivering(kind) === 0) {
      unmet.push(`The ${kind} was never killed while it delivered`);
    }
  }
  if (renewals < demands.interruptedRenewals) unmet.push(`Only ${renewals} renewals were interrupted`);
  if (hoursWithoutBus <= OUTAGE_HOURS) unmet.push(`The bus was out for ${hoursWithoutBus} hours only`);
  if (eventsWithoutBus > 0) unmet.push(`The bus was out, and ${eventsWithoutBus} events reached it`);
  return unmet;
}
