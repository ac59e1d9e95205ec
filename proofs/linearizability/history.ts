import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { StoredItem } from '../../test/support/engine-tables.ts';
import type { Answered } from '../model/proving-ground.ts';
import type { Call, Configuration } from '../model/reference/call.ts';
import type { World } from '../model/reference/world.ts';

/** One operation of a client, as the client saw it. Times are readings of `performance.now()`. */
export interface Event {
  readonly client: number;
  readonly call: Call;
  readonly invokedAt: number;
  /** Endless when its outcome is unknown: it may take effect at any time from its invocation on. */
  readonly respondedAt: number;
  /** Left out when the answer was lost, or said no more than that something had failed. */
  readonly answered?: Answered;
  /** The status of an answer that says no more than that something had failed. */
  readonly failedWith?: number;
}

/** What several clients did at once, and what was stored when all of them were done. */
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
