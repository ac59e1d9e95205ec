import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { JsonFile } from '../../data/json-file.ts';
import { finishedShard, ShardConsumer, type ShardSource } from './shard-consumer.ts';
import { describeShards, type Position, type Shard } from './stream-client.ts';

// Reads an idle stream four times a second, as Lambda does; `poke` after a write reads it at once. A short pause
// between reads keeps a busy engine from being read for every single record.
const restMilliseconds = 4;
const shortestWait = 25;
const longestWait = 250;
const waitAfterError = 250;
const shardListMilliseconds = 5_000;
// A function may run for minutes. Unanswered records are delivered again after a restart.
const longestStop = 5_000;
const longestReadToEnd = 2_000;

const remembered = z.object({ streamArn: z.string(), shards: z.record(z.string(), z.nullable(z.string())) });

/** Reads the stream of one mapping until stopped, and stores its checkpoints. */
export class MappingPoller {
  readonly #source: ShardSource;
  readonly #file: JsonFile;
  readonly #onProblem: (text: string) => void;
  readonly #shards = new Map<string, ShardConsumer>();
  /** Checkpoints of an earlier run; null for a shard with nothing done. */
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
    // A recreated table has a new stream, with new sequence numbers.
    if (kept?.streamArn === source.engineStreamArn) this.#earlier = new Map(Object.entries(kept.shards));
  }

  /** Resolves when the starting position is fixed. Later writes are delivered. */
  async start(): Promise<void> {
    await this.#listShards(true);
    this.#remember();
    this.#loop = this.#run();
  }

  /** Reads now, because there may be new records. */
  poke(): void {
    this.#poked = true;
    this.#wake();
  }

  /** Resolves when a read started after this call finds nothing, and all earlier records are done. */
  async idle(): Promise<void> {
    const begun = this.#pollsBegun;
    while (!this.#stopped && (this.#quietPoll <= begun || this.#outstanding() > 0)) {
      this.poke();
      await pause(restMilliseconds);
    }
  }

  /**
   * Resolves when a read started after this call finds nothing more that fits into the queue, delivered or not. Under
   * constant writes, resolves after two seconds.
   */
  async readToEnd(): Promise<void> {
    const begun = this.#pollsBegun;
    const deadline = performance.now() + longestReadToEnd;
    while (!this.#stopped && this.#quietPoll <= begun && performance.now() < deadline) {
      this.poke();
      await pause(restMilliseconds);
    }
  }

  /** Stops reading, waits for running invocations, and stores the checkpoints. */
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
      // A child's records come after its parent's, so the parent must be finished.
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
    // A shard that appears later, or appeared before a restart, is read from its beginning.
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
