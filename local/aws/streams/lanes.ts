import { createHash } from 'node:crypto';
import type { StreamMapping } from './event-source-mapping.ts';
import type { Step } from './shard-progress.ts';
import type { LambdaRecord } from './stream-records.ts';

/** A record and its place in the progress of the shard. */
export interface Parcel {
  readonly record: LambdaRecord;
  readonly step: Step;
}

/** Delivers a batch; false means that the delivery was stopped, and that the lane is to stop too. */
export type DeliverParcels = (parcels: readonly Parcel[]) => Promise<boolean>;

/** Waits; returns early when the lanes are to stop. */
export type Pause = (milliseconds: number) => Promise<void>;

type LaneRules = Pick<StreamMapping, 'batchSize' | 'batchingWindow' | 'parallelization'>;
interface Lane {
  readonly waiting: Parcel[];
  running: Promise<void> | undefined;
}

/** The batches of one shard: as many side by side as the mapping says, with the records of one key always in one lane. */
export class Lanes {
  readonly #rules: LaneRules;
  readonly #deliver: DeliverParcels;
  readonly #pause: Pause;
  readonly #lanes: readonly Lane[];

  constructor(rules: LaneRules, deliver: DeliverParcels, pause: Pause) {
    this.#rules = rules;
    this.#deliver = deliver;
    this.#pause = pause;
    this.#lanes = Array.from({ length: rules.parallelization }, () => ({ waiting: [], running: undefined }));
  }

  /** Takes records in the order of the stream, and starts lanes that rest. */
  push(parcels: readonly Parcel[]): void {
    for (const parcel of parcels) this.#laneOf(parcel.record)?.waiting.push(parcel);
    for (const lane of this.#lanes) {
      if (lane.running !== undefined || lane.waiting.length === 0) continue;
      lane.running = this.#run(lane).finally(() => {
        lane.running = undefined;
      });
    }
  }

  /** Resolves when no lane is at work. */
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
