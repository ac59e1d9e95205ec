import type { StreamMapping } from './event-source-mapping.ts';
import { type DeliverRecords, ParallelDelivery, type Pause } from './parallel-delivery.ts';
import { ShardProgress } from './shard-progress.ts';
import { iteratorAt, type Position, readShard, type Shard } from './stream-client.ts';
import { toLambdaRecord } from './stream-records.ts';

/** The stream, and how its records reach the function. */
export interface ShardSource {
  readonly endpoint: string;
  /** The engine's ARN of the stream. */
  readonly engineStreamArn: string;
  readonly mapping: StreamMapping;
  /** Milliseconds by which the cloud's clock was ahead of the machine's, at a machine time in seconds. */
  readonly offsetAt: (seconds: number) => number;
  readonly pause: Pause;
  deliver(shardId: string, progress: ShardProgress): DeliverRecords;
}

/** The checkpoint of a closed shard with everything done, in place of a sequence number. */
export const finishedShard = 'finished';

// Reading pauses while this many batches per lane are waiting.
const batchesAhead = 10;

/** Reads one shard and passes matching records to its lanes. */
export class ShardConsumer {
  readonly shard: Shard;
  readonly #source: ShardSource;
  readonly #progress: ShardProgress;
  readonly #lanes: ParallelDelivery;
  #iterator: string | undefined;
  #lastRead: string | undefined;

  private constructor(source: ShardSource, shard: Shard, iterator: string, checkpoint: string | undefined) {
    this.shard = shard;
    this.#source = source;
    this.#iterator = iterator;
    this.#lastRead = checkpoint;
    this.#progress = new ShardProgress(checkpoint);
    this.#lanes = new ParallelDelivery(source.mapping, source.deliver(shard.id, this.#progress), source.pause);
  }

  static async open(source: ShardSource, shard: Shard, position: Position): Promise<ShardConsumer> {
    const iterator = await iteratorAt(source.endpoint, source.engineStreamArn, shard.id, position);
    return new ShardConsumer(source, shard, iterator, typeof position === 'string' ? undefined : position.after);
  }

  /** Reads once. @returns the number of records read, matching or not. */
  async poll(): Promise<number> {
    const { mapping, endpoint } = this.#source;
    const enough = mapping.batchSize * mapping.parallelization * batchesAhead;
    if (this.#iterator === undefined || this.#progress.outstanding >= enough) return 0;
    const read = await readShard(endpoint, this.#iterator);
    if (read === 'expired') {
      const position = this.#lastRead === undefined ? 'TRIM_HORIZON' : { after: this.#lastRead };
      this.#iterator = await iteratorAt(endpoint, this.#source.engineStreamArn, this.shard.id, position);
      return 0;
    }
    this.#iterator = read.next;
    const queued = read.records.map((record) => ({
      record: toLambdaRecord(record, mapping.streamArn, this.#source.offsetAt),
      step: this.#progress.begin(record.dynamodb.SequenceNumber),
    }));
    this.#lastRead = queued.at(-1)?.step.sequence ?? this.#lastRead;
    const wanted = queued.filter(({ record }) => mapping.wants(record));
    const wantedSet = new Set(wanted);
    this.#progress.settle(queued.filter((entry) => !wantedSet.has(entry)).map(({ step }) => step));
    this.#lanes.push(wanted);
    return queued.length;
  }

  /** The number of records that are read but not done. */
  get outstanding(): number {
    return this.#progress.outstanding;
  }

  get finished(): boolean {
    return this.#iterator === undefined && this.outstanding === 0;
  }

  /** The checkpoint to store; undefined if nothing is done. */
  get checkpoint(): string | undefined {
    return this.finished ? finishedShard : this.#progress.checkpoint;
  }

  /** Resolves when no batch is being delivered. */
  settled(): Promise<void> {
    return this.#lanes.settled();
  }
}
