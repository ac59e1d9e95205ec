import { figure } from '../markdown.ts';
import type { MeasuredRun } from './measure-run.ts';
import { difference, type Notice } from './notice.ts';

/** The most seconds that a run may take. */
export const MOST_SECONDS = 60;

/** A run, and what must come of it. */
export interface JudgedRun {
  /** Begins a sentence about the run. */
  readonly name: string;
  readonly due: readonly Notice[];
  readonly thresholds: number;
  readonly measured: MeasuredRun;
}

/** The most calls that a run may make: docs/reliability.md, "Expiry". */
export function mostCalls({ due, thresholds }: Pick<JudgedRun, 'due' | 'thresholds'>): number {
  const checkpoint = 2;
  return checkpoint + 2 * thresholds + 2 * due.length;
}

/** All calls to DynamoDB that a run made. */
export const callsOf = ({ calls }: MeasuredRun): number => [...calls.values()].reduce((sum, count) => sum + count, 0);

/** What a run did not keep to, each in a sentence. */
export function missesOf(run: JudgedRun): readonly string[] {
  const { name, due, measured } = run;
  const { seconds, notices } = measured;
  const calls = callsOf(measured);
  const most = mostCalls(run);
  const missing = difference(due, notices).length;
  const wrong = difference(notices, due).length;
  return [
    ...(seconds <= MOST_SECONDS ? [] : [`${name} took ${figure(seconds, 1)} s; the bound is ${MOST_SECONDS} s.`]),
    ...(missing === 0 ? [] : [`${name} did not announce ${figure(missing)} of ${figure(due.length)} MISPs.`]),
    ...(wrong === 0 ? [] : [`${name} announced ${figure(wrong)} that were not due, or announced before.`]),
    ...(calls <= most ? [] : [`${name} made ${figure(calls)} calls to DynamoDB; the bound is ${figure(most)}.`]),
    // Each notice is a transaction of its own, and each run reads its checkpoint: fewer means that calls were not counted.
    ...(calls > due.length ? [] : [`${name} made only ${figure(calls)} calls to DynamoDB that were counted.`]),
  ];
}
