import { DAY_MS } from './judge-announcements.ts';
import { type MispHistory, periodsBetween, runsOut } from './misp-history.ts';

/** The store calls of a run without disturbances. */
export interface CountedRun {
  readonly at: number;
  readonly until: number;
  /** The previous run that did all its work; undefined for the first. */
  readonly before: number | undefined;
  readonly calls: number;
  /** MISPs that changed between their read and their announcement: each is read and announced again. */
  readonly changedDuringRun: number;
}

/** The index lags: each run asks again for what fell due this long before the last run. */
const INDEX_LAG_MS = 10 * 60 * 1000;
/** A page with more MISPs than this counts as full. */
const LEAST_ON_A_FULL_PAGE = 400;

/** The most calls that a run may make, whatever the number of MISPs. */
export function mostCalls(
  histories: ReadonlyMap<string, MispHistory>,
  { at, until, before, changedDuringRun }: Omit<CountedRun, 'calls'>,
  { thresholds, lagMs }: { readonly thresholds: readonly number[]; readonly lagMs: number },
): number {
  const since = before === undefined ? Number.NEGATIVE_INFINITY : before - INDEX_LAG_MS;
  const endsFrom = before === undefined ? at : Number.NEGATIVE_INFINITY;
  let misps = 0;
  let found = 0;
  for (const history of histories.values()) {
    const ends = new Set(periodsBetween(history, at - lagMs, until).flatMap(({ state }) => runsOut(state)?.at ?? []));
    const dues = [...ends]
      .filter((end) => end >= endsFrom)
      .flatMap((end) => thresholds.map((notice) => end - notice * DAY_MS))
      .filter((due) => due >= since && due <= at);
    found += dues.length;
    if (dues.length > 0) misps += 1;
  }
  const checkpointCalls = 2;
  const pages = 2 * thresholds.length + Math.floor(found / LEAST_ON_A_FULL_PAGE);
  return checkpointCalls + pages + 2 * (misps + changedDuringRun);
}

/** Judges the store calls of runs. */
export function judgeCalls(
  histories: ReadonlyMap<string, MispHistory>,
  runs: readonly CountedRun[],
  bounds: { readonly thresholds: readonly number[]; readonly lagMs: number },
): readonly string[] {
  return runs.flatMap((run) => {
    const most = mostCalls(histories, run, bounds);
    const when = new Date(run.at).toISOString();
    return run.calls <= most ? [] : [`The run of ${when} made ${run.calls} calls of the store, may make ${most}`];
  });
}
