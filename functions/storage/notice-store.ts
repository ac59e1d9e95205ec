import type { OutboxRow } from '../audit/outbox-row.ts';
import type { Instant, Misp } from '../domain/misp.ts';
import type { ExpiryNotice } from '../domain/running-out.ts';

/** A MISP that runs out then, as an index says that may lag by a moment. */
export interface RunningOut {
  readonly mispId: string;
  readonly runsOutAt: Instant;
}

/**
 * What became of an announcement: stored; or nothing was stored, because the MISP had changed since it was read, or one as tight had
 * been announced before.
 */
export type AnnounceOutcome = 'announced' | 'misp-changed' | 'announced-before';

/** The store as the announcement of licences that expire needs it. Every method may throw `StoreUnavailable`. */
export interface NoticeStore {
  /** Up to when everything that fell due has been announced; undefined before the first run. */
  mark(): Promise<Instant | undefined>;
  /** Moves the mark on; it never goes back. */
  moveMark(to: Instant): Promise<void>;
  /** Those that run out from one time to another, both included, soonest first. */
  runningOut(from: Instant, to: Instant): AsyncIterable<RunningOut>;
  /** Stores an announcement and its row, both or neither. */
  announce(misp: Misp, notice: ExpiryNotice, row: OutboxRow): Promise<AnnounceOutcome>;
}
