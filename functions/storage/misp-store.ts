import type { OutboxRow } from '../audit/outbox-row.ts';
import type { ApprovalStatus, Instant, Misp } from '../domain/misp.ts';
import type { IdempotencyRecord } from './idempotency-record.ts';

/** A list of MISPs and its order. Each is one Query of one index. */
export type MispList =
  | { readonly of: 'all' | ApprovalStatus; readonly order: 'oldest' | 'newest' }
  /** MISPs that run out before a time, including those that already have; soonest first. */
  | { readonly of: 'running-out'; readonly before: Instant }
  /** MISPs with this prefix of the normalized name, by name; the empty prefix finds all. */
  | { readonly of: 'name'; readonly prefix: string };

/** The end of a page: its sort value (a time or a normalized name) and the MISP's id. */
export interface Position {
  readonly order: string;
  readonly mispId: string;
}

export interface PageRequest {
  /** The most MISPs; by default as many as one read of the store returns. */
  readonly limit?: number;
  /** Start after this position. */
  readonly after?: Position;
}

export interface MispPage {
  readonly misps: readonly Misp[];
  /** Present if there may be more. */
  readonly next?: Position;
}

/**
 * Reads of the store. Single reads are strongly consistent; lists read an index that lags, usually by under a second.
 */
export interface MispReads {
  get(mispId: string): Promise<Misp | undefined>;
  /** The id of the MISP that owns the licence with this hash. */
  ownerOfLicense(hash: string): Promise<string | undefined>;
  list(list: MispList, page: PageRequest): Promise<MispPage>;
}

/**
 * The outcome of a change: stored; or not stored, because the MISP had changed, the name was taken, or the MISP would
 * not fit into one item (400 KB, which only items that the service did not write come near).
 */
export type CommitOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'misp-changed'; readonly current: Misp }
  | { readonly kind: 'name-taken' }
  | { readonly kind: 'too-large' }
  | Repeated;

/**
 * A request with the same idempotency key came first: nothing was stored. `current` is present if the MISP had changed,
 * too.
 */
export interface Repeated {
  readonly kind: 'repeated';
  readonly first: IdempotencyRecord;
  readonly current?: Misp;
}

export type PutOutcome = { readonly kind: 'put' } | Repeated;

/** The store for the operations. Every method may throw `StoreUnavailable`. */
export interface MispStore extends MispReads {
  /** Allocates an id for a new MISP. No id is allocated twice; an unused one leaves a gap. */
  allocateMispId(): Promise<string>;
  /**
   * Stores a change of a MISP and its audit row, both or neither.
   * @param before the MISP as read, or undefined for a new one; nothing is stored if it has changed.
   * @param row new for every decision: its id keeps a lost answer from storing the decision twice.
   * @param isRevocation whether it wins against concurrent changes of the same MISP.
   * @param record the outcome to keep with it, unless one with the same id is kept already.
   */
  commit(
    before: Misp | undefined,
    after: Misp,
    row: OutboxRow,
    isRevocation?: boolean,
    record?: IdempotencyRecord,
  ): Promise<CommitOutcome>;
  /** Stores an audit row by itself. */
  putRow(row: OutboxRow): Promise<void>;
  /** The kept outcome with this id, if it still counts; read strongly. */
  recall(id: string, now: Instant): Promise<IdempotencyRecord | undefined>;
  /** Stores an audit row and the outcome to keep, both or neither; nothing if one with the same id is kept already. */
  putRowOnce(row: OutboxRow, record: IdempotencyRecord): Promise<PutOutcome>;
}

/** The store did not answer within the function's time; a write may or may not have been stored. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/**
 * The store refused a call because a grant or access to its encryption key is missing. This passes by itself only while
 * a deployment rolls out policies and code at different times (docs/upgrading.md): the caller may retry, and an alarm
 * fires at once.
 */
export class StoreRefused extends StoreUnavailable {
  override readonly name = 'StoreRefused';
}

/** Other changes of the same MISP won again and again: nothing was changed, and the caller may retry. */
export class Contended extends StoreUnavailable {
  override readonly name = 'Contended';
}

/**
 * The counter of MISP ids is behind the table, as after a restore: registrations fail until it is raised
 * (docs/runbooks/procedures/restore-to-a-point-in-time.md).
 */
export class CounterBehind extends StoreUnavailable {
  override readonly name = 'CounterBehind';
}
