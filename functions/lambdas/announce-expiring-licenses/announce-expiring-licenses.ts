import { CATALOG_VERSION } from '../../audit/catalog-version.ts';
import { ANNOUNCER } from '../../audit/events.ts';
import type { OutboxRow } from '../../audit/outbox-row.ts';
import { newRowId } from '../../audit/row-id.ts';
import type { Caller, Instant, Misp } from '../../domain/misp.ts';
import { type ExpiryNotice, noticeOf } from '../../domain/running-out.ts';
import type { MispReads } from '../../storage/misp-store.ts';
import type { AnnounceOutcome, NoticeStore } from '../../storage/notice-store.ts';
import { errorFacts, type Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { type Due, dueLicenses } from './due-licenses.ts';

/** The dependencies of the announcement. */
export interface AnnouncerDependencies {
  readonly misps: Pick<MispReads, 'get'>;
  readonly notices: NoticeStore;
  /** A MISP is announced this many days before it runs out. */
  readonly thresholds: readonly number[];
  /** The function itself: there is no caller. */
  readonly caller: Caller;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Milliseconds until the run must be over. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The index may lag behind the table: thresholds that fell due this shortly before the last run are queried again. */
const INDEX_LAG_MS = 10 * 60 * 1000;
/** Ends older than this are not announced. Notices are kept for longer, so none is repeated. */
const ANNOUNCED_FOR_MS = 30 * 24 * 60 * 60 * 1000;
/** MISPs announced concurrently. */
const LANES = 8;
/** How many times to read a MISP that keeps changing between its read and its announcement. */
const MAX_ATTEMPTS = 5;

type Outcome = Exclude<AnnounceOutcome, 'misp-changed'> | 'not-due' | 'failed';

/**
 * Announces every MISP with a threshold that fell due since the last run: once for each MISP, time of running out and
 * threshold, despite failures and concurrent runs (docs/rules.md, "Last expiry"). A run that cannot do everything moves
 * its checkpoint only as far as everything is done. The next run continues there.
 */
export async function announceExpiringLicenses(dependencies: AnnouncerDependencies): Promise<void> {
  const { notices, thresholds, clock, timeLeft, log, metrics } = dependencies;
  const now = clock();
  const checkpoint = await notices.checkpoint();
  const firstRunAt = checkpoint === undefined ? now : (checkpoint.firstRunAt ?? 0);
  const period = {
    from: checkpoint === undefined ? undefined : Math.min(checkpoint.announcedUntil - INDEX_LAG_MS, now),
    endsFrom: Math.max(Math.min(firstRunAt, now), now - ANNOUNCED_FOR_MS),
    now,
  };
  const counts: Record<Outcome, number> = { announced: 0, 'announced-before': 0, 'not-due': 0, failed: 0 };
  let reached = now;
  for await (const slice of slicesOf(dueLicenses(notices, [...new Set(thresholds)], period))) {
    if (timeLeft() <= 0) {
      reached = Math.min(reached, ...slice.map(justBefore));
      break;
    }
    const outcomes = await Promise.all(slice.map((due) => announce(due, dependencies)));
    for (const outcome of outcomes) counts[outcome] += 1;
    reached = Math.min(reached, ...slice.filter((_, index) => outcomes[index] === 'failed').map(justBefore));
  }
  await notices.moveCheckpoint({ announcedUntil: reached, ...(checkpoint === undefined ? { firstRunAt: now } : {}) });
  const { announced, 'announced-before': announcedBefore, 'not-due': notDue, failed } = counts;
  const behindSeconds = Math.round((clock() - Math.max(reached, checkpoint?.announcedUntil ?? reached)) / 1000);
  log('INFO', { event: 'licenses-announced', announced, announcedBefore, notDue, failed, behindSeconds });
  metrics({ LicensesAnnounced: announced, AnnouncementsBehindSeconds: behindSeconds });
}

const justBefore = ({ dueAt }: Due): Instant => dueAt - 1;

async function* slicesOf(all: AsyncIterable<Due>): AsyncIterable<readonly Due[]> {
  let slice: Due[] = [];
  for await (const one of all) {
    slice.push(one);
    if (slice.length < LANES) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

/**
 * Announces a MISP after a strong read, whatever the index says. Never throws, so that one MISP does not stop the
 * others.
 */
async function announce({ mispId }: Due, dependencies: AnnouncerDependencies): Promise<Outcome> {
  const { misps, notices, thresholds, clock, log } = dependencies;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const misp = await misps.get(mispId);
      // Not the time at which the run began: a change since then would count as imported.
      const now = clock();
      const notice = misp && noticeOf(misp, thresholds, now);
      if (misp === undefined || notice === undefined) return 'not-due';
      const outcome = await notices.announce(misp, notice, rowOf(misp, notice, now, dependencies));
      if (outcome !== 'misp-changed') return outcome;
      if (attempt === MAX_ATTEMPTS) throw new Error('The MISP keeps changing');
    }
  } catch (error) {
    log('WARN', { event: 'license-not-announced', mispId, ...errorFacts(error) });
    return 'failed';
  }
}

function rowOf(
  { id, version }: Misp,
  { license, noticeDays }: ExpiryNotice,
  at: Instant,
  { caller, requestId }: AnnouncerDependencies,
): OutboxRow {
  return {
    id: newRowId(ANNOUNCER, at),
    catalogVersion: CATALOG_VERSION,
    at,
    outcome: 'success',
    requestId,
    caller,
    hostName: caller.userName,
    hostIp: 'none',
    mispId: id,
    version,
    trail: [],
    verdictChanges: [],
    expiryNotice: { licenseHash: license.hash, validTo: license.validTo, noticeDays },
  };
}
