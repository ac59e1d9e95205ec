import type { OutboxRow } from '../audit/outbox-row.ts';
import type { Instant, Misp } from '../domain/misp.ts';
import type { ExpiryNotice } from '../domain/running-out.ts';

/** A MISP that runs out at this time, from an index that may lag. */
export interface RunningOut {
  readonly mispId: string;
  readonly runsOutAt: Instant;
}

/**
 * The outcome of an announcement: stored; or not stored, because the MISP had changed since it was read, or a threshold
 * as tight had been announced already.
 */
export type AnnounceOutcome = 'announced' | 'misp-changed' | 'announced-before';

/** How far the announcements have come. */
export interface Checkpoint {
  /** Everything due until then has been announced. */
  readonly announcedUntil: Instant;
  /** When the very first run began; absent if an earlier version of the code carried it out. */
  readonly firstRunAt?: Instant;
}

/** The store for the announcement of expiring licences. Every method may throw `StoreUnavailable`. */
export interface NoticeStore {
  /** Undefined before the first run. */
  checkpoint(): Promise<Checkpoint | undefined>;
  /** Moves the checkpoint forward; it never goes back. @param to with `firstRunAt` in a first run. */
  moveCheckpoint(to: Checkpoint): Promise<void>;
  /** MISPs that run out between two times, both included, soonest first. */
  runningOut(from: Instant, to: Instant): AsyncIterable<RunningOut>;
  /** Stores an announcement and its row, both or neither. */
  announce(misp: Misp, notice: ExpiryNotice, row: OutboxRow): Promise<AnnounceOutcome>;
}
