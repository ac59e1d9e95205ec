import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { JsonFile } from '../../data/json-file.ts';
import { finishedShard, ShardConsumer, type ShardSource } from './shard-consumer.ts';
import { describeShards, type Position, type Shard } from './stream-client.ts';

// A quiet stream is read twenty times a second; a poke after a write reads it at once. Between two reads there is always a
// short rest, so that a busy engine is not read for every single record.
const restMilliseconds = 4;
const shortestWait = 25;
const longestWait = 50;
const waitAfterError = 250;
const shardListMilliseconds = 5_000;
// A function may run for minutes; what it has not answered by then is delivered again after a restart.
const longestStop = 5_000;
const longestReadUp = 2_000;

const remembered = z.object({ streamArn: z.string(), shards: z.record(z.string(), z.nullable(z.string())) });

/** Reads the stream of one mapping for as long as it runs, and remembers how far it came. */
export class MappingPoller {
  readonly #source: ShardSource;
  readonly #file: JsonFile;
  readonly #onProblem: (text: string) => void;
  readonly #shards = new Map<string, ShardConsumer>();
  /** Checkpoints of an earlier start; null for a shard of which nothing was done. */
  readonly #earlier: ReadonlyMap<string, string | null> | undefined;
  #shardsListed = 0;
  #written = '';
  #loop: Promise<void> | undefined;
  #stopped = false;
  #poked = false;
  #wake: () => void = () => undefined;
  #pollsBegun = 0;
  #quietPoll = 0;

  constructor(source: ShardSource, file: JsonFile, onProblem: (text: string) => void) {
    this.#source = source;
    this.#file = file;
    this.#onProblem = onProblem;
    const kept = file.read((value) => remembered.parse(value));
    // A table that was created again has a new stream, with numbers that start again.
    if (kept?.streamArn === source.engineStreamArn) this.#earlier = new Map(Object.entries(kept.shards));
  }

  /** Resolves when the starting position is fixed: what is written from then on is delivered. */
  async start(): Promise<void> {
    await this.#listShards(true);
    this.#remember();
    this.#loop = this.#run();
  }

  /** Says that there may be something to read. */
  poke(): void {
    this.#poked = true;
    this.#wake();
  }

  /** Resolves when a read that began after this call has found nothing, and every record before it is done. */
  async idle(): Promise<void> {
    const begun = this.#pollsBegun;
    while (!this.#stopped && (this.#quietPoll <= begun || this.#outstanding() > 0)) {
      this.poke();
      await pause(restMilliseconds);
    }
  }

  /**
   * Resolves when a read that began after this call has found nothing more that there is room for, whatever has become of
   * the records; under writes without end after two seconds.
   */
  async readUp(): Promise<void> {
    const begun = this.#pollsBegun;
    const deadline = performance.now() + longestReadUp;
    while (!this.#stopped && this.#quietPoll <= begun && performance.now() < deadline) {
      this.poke();
      await pause(restMilliseconds);
    }
  }

  /** Reads no more, waits for the invocations that are under way, and remembers what they settled. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#loop;
    const settled = Promise.all([...this.#shards.values()].map((shard) => shard.settled()));
    const giveUp = new AbortController();
    await Promise.race([settled, pause(longestStop, undefined, { signal: giveUp.signal })]);
    giveUp.abort();
    this.#remember();
  }

  #outstanding(): number {
    return [...this.#shards.values()].reduce((sum, shard) => sum + shard.outstanding, 0);
  }

  async #run(): Promise<void> {
    let wait = shortestWait;
    while (!this.#stopped) {
      this.#poked = false;
      try {
        this.#pollsBegun += 1;
        const poll = this.#pollsBegun;
        const records = await this.#poll();
        if (records === 0) this.#quietPoll = poll;
        wait = records > 0 ? shortestWait : Math.min(wait * 1.5, longestWait);
        this.#remember();
      } catch (error) {
        if (!this.#stopped) this.#onProblem(`Reading the stream of ${this.#source.mapping.tableName}: ${error}`);
        wait = waitAfterError;
      }
      await pause(restMilliseconds);
      if (!this.#poked && !this.#stopped) await this.#waitFor(wait);
    }
  }

  #waitFor(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #poll(): Promise<number> {
    if (performance.now() - this.#shardsListed > shardListMilliseconds) await this.#listShards(false);
    let records = 0;
    for (const consumer of this.#shards.values()) {
      // A child's records come after its parent's: it waits until the parent is finished.
      const parent = this.#shards.get(consumer.shard.parentId ?? '');
      if (parent === undefined || parent.finished) records += await consumer.poll();
    }
    return records;
  }

  async #listShards(first: boolean): Promise<void> {
    const { endpoint, engineStreamArn } = this.#source;
    for (const shard of await describeShards(endpoint, engineStreamArn)) {
      const position = this.#positionOf(shard, first);
      if (this.#shards.has(shard.id) || position === finishedShard) continue;
      this.#shards.set(shard.id, await ShardConsumer.open(this.#source, shard, position));
    }
    this.#shardsListed = performance.now();
  }

  #positionOf(shard: Shard, first: boolean): Position | typeof finishedShard {
    const earlier = this.#earlier?.get(shard.id);
    if (earlier === finishedShard) return finishedShard;
    if (typeof earlier === 'string') return { after: earlier };
    // A shard that a running mapping meets later, or had met before the restart, is read from its beginning.
    return first && this.#earlier === undefined ? this.#source.mapping.startingPosition : 'TRIM_HORIZON';
  }

  #remember(): void {
    const shards = Object.fromEntries(this.#earlier ?? []);
    for (const [id, shard] of this.#shards) shards[id] = shard.checkpoint ?? shards[id] ?? null;
    const value = { streamArn: this.#source.engineStreamArn, shards };
    const text = JSON.stringify(value);
    if (text === this.#written) return;
    this.#file.write(value);
    this.#written = text;
  }
}
