import type { StreamMapping } from './event-source-mapping.ts';
import { type DeliverParcels, Lanes, type Pause } from './lanes.ts';
import { ShardProgress } from './shard-progress.ts';
import { iteratorAt, type Position, readShard, type Shard } from './stream-client.ts';
import { toLambdaRecord } from './stream-records.ts';

/** Where the stream is, and how its records reach the function. */
export interface ShardSource {
  readonly endpoint: string;
  /** The engine's name of the stream. */
  readonly engineStreamArn: string;
  readonly mapping: StreamMapping;
  /** Milliseconds by which the cloud's clock was ahead of the machine's, at a time of the latter in seconds. */
  readonly offsetAt: (seconds: number) => number;
  readonly pause: Pause;
  deliver(shardId: string, progress: ShardProgress): DeliverParcels;
}

/** A closed shard of which everything is done has this in place of a sequence number. */
export const finishedShard = 'finished';

// Reading stops while so many batches per lane wait: the stream keeps the rest.
const batchesAhead = 10;

/** Reads one shard and hands what the mapping wants to its lanes. */
export class ShardConsumer {
  readonly shard: Shard;
  readonly #source: ShardSource;
  readonly #progress: ShardProgress;
  readonly #lanes: Lanes;
  #iterator: string | undefined;
  #lastRead: string | undefined;

  private constructor(source: ShardSource, shard: Shard, iterator: string, checkpoint: string | undefined) {
    this.shard = shard;
    this.#source = source;
    this.#iterator = iterator;
    this.#lastRead = checkpoint;
    this.#progress = new ShardProgress(checkpoint);
    this.#lanes = new Lanes(source.mapping, source.deliver(shard.id, this.#progress), source.pause);
  }

  static async open(source: ShardSource, shard: Shard, position: Position): Promise<ShardConsumer> {
    const iterator = await iteratorAt(source.endpoint, source.engineStreamArn, shard.id, position);
    return new ShardConsumer(source, shard, iterator, typeof position === 'string' ? undefined : position.after);
  }

  /** Reads once. @returns the number of records read, wanted or not. */
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
    const parcels = read.records.map((record) => ({
      record: toLambdaRecord(record, mapping.streamArn, this.#source.offsetAt),
      step: this.#progress.begin(record.dynamodb.SequenceNumber),
    }));
    this.#lastRead = parcels.at(-1)?.step.sequence ?? this.#lastRead;
    const wanted = parcels.filter(({ record }) => mapping.wants(record));
    const wantedSet = new Set(wanted);
    this.#progress.settle(parcels.filter((parcel) => !wantedSet.has(parcel)).map(({ step }) => step));
    this.#lanes.push(wanted);
    return parcels.length;
  }

  /** Records that are read and not yet done. */
  get outstanding(): number {
    return this.#progress.outstanding;
  }

  get finished(): boolean {
    return this.#iterator === undefined && this.outstanding === 0;
  }

  /** What is to be remembered of this shard; undefined when nothing of it is done. */
  get checkpoint(): string | undefined {
    return this.finished ? finishedShard : this.#progress.checkpoint;
  }

  /** Resolves when no batch is with the function. */
  settled(): Promise<void> {
    return this.#lanes.settled();
  }
}
