import { createHash } from 'node:crypto';
import type { StreamMapping } from './event-source-mapping.ts';
import type { Step } from './shard-progress.ts';
import type { LambdaRecord } from './stream-records.ts';

/** A record and its step in the shard's progress. */
export interface QueuedRecord {
  readonly record: LambdaRecord;
  readonly step: Step;
}

/** Delivers a batch. false means that the delivery was stopped and the lane must stop too. */
export type DeliverRecords = (queued: readonly QueuedRecord[]) => Promise<boolean>;

/** Waits; returns early on a stop. */
export type Pause = (milliseconds: number) => Promise<void>;

type LaneRules = Pick<StreamMapping, 'batchSize' | 'batchingWindow' | 'parallelization'>;
interface Lane {
  readonly waiting: QueuedRecord[];
  running: Promise<void> | undefined;
}

/**
 * Delivers the records of one shard in parallel lanes (ParallelizationFactor). Records with the same key use the same
 * lane.
 */
export class ParallelDelivery {
  readonly #rules: LaneRules;
  readonly #deliver: DeliverRecords;
  readonly #pause: Pause;
  readonly #lanes: readonly Lane[];

  constructor(rules: LaneRules, deliver: DeliverRecords, pause: Pause) {
    this.#rules = rules;
    this.#deliver = deliver;
    this.#pause = pause;
    this.#lanes = Array.from({ length: rules.parallelization }, () => ({ waiting: [], running: undefined }));
  }

  /** Queues records in stream order, and starts idle lanes. */
  push(queued: readonly QueuedRecord[]): void {
    for (const entry of queued) this.#laneOf(entry.record)?.waiting.push(entry);
    for (const lane of this.#lanes) {
      if (lane.running !== undefined || lane.waiting.length === 0) continue;
      lane.running = this.#run(lane).finally(() => {
        lane.running = undefined;
      });
    }
  }

  /** Resolves when no lane is running. */
  async settled(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.running));
  }

  async #run(lane: Lane): Promise<void> {
    let goesOn = true;
    while (goesOn && lane.waiting.length > 0) {
      if (lane.waiting.length < this.#rules.batchSize && this.#rules.batchingWindow > 0) {
        await this.#pause(this.#rules.batchingWindow * 1_000);
      }
      goesOn = await this.#deliver(lane.waiting.splice(0, this.#rules.batchSize));
    }
  }

  #laneOf(record: LambdaRecord): Lane | undefined {
    if (this.#lanes.length === 1) return this.#lanes[0];
    const keys = JSON.stringify(Object.entries(record.dynamodb.Keys).sort());
    return this.#lanes[createHash('md5').update(keys).digest().readUInt32BE() % this.#lanes.length];
  }
}
