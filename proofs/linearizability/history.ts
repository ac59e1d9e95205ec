import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { StoredItem } from '../../test/support/engine-tables.ts';
import type { Answered } from '../model/proving-ground.ts';
import type { Call, Configuration } from '../model/reference/call.ts';
import type { World } from '../model/reference/world.ts';

/** One operation as its client saw it. Times are of `performance.now()`. */
export interface Event {
  readonly client: number;
  readonly call: Call;
  readonly invokedAt: number;
  /** Infinity if the outcome is unknown: it may take effect at any time after its invocation. */
  readonly respondedAt: number;
  /** Absent if the answer was lost or only reported a failure. */
  readonly answered?: Answered;
  /** The status of an answer that only reported a failure. */
  readonly failedWith?: number;
}

/** What several clients did concurrently, and what was stored at the end. */
export interface History {
  readonly title: string;
  readonly configuration: Configuration;
  readonly before: World;
  readonly events: readonly Event[];
  readonly items: readonly StoredItem[];
  readonly rows: readonly OutboxRow[];
  /** Each licence key that was drawn, by its hash. */
  readonly drawn: ReadonlyMap<string, string>;
}
