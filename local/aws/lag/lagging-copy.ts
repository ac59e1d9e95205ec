import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Resource } from '../../template/resources.ts';
import { callEngine } from '../engines/engine-request.ts';
import { createTables } from '../tables.ts';
import type { WireItem } from './written-keys.ts';

const api = 'DynamoDB_20120810.';
const keySchema = z.object({ KeySchema: z.array(z.object({ AttributeName: z.string() })) });
const wire = z.record(z.string(), z.unknown());
const found = z.object({ Item: z.optional(wire) });
const page = z.object({ Items: z.array(wire), LastEvaluatedKey: z.optional(wire) });

/** The state of an item at a time. */
interface Change {
  readonly at: number;
  readonly key: WireItem;
  readonly item: WireItem | undefined;
}

/**
 * A delayed copy of a table and its indexes. It is a table in the engine, so a read of it returns exactly what a read
 * of the original would have returned then.
 */
export class LaggingCopy {
  /** The copy's name in the engine. */
  readonly name: string;
  readonly #endpoint: string;
  readonly #table: Resource;
  readonly #clock: () => number;
  readonly #keyNames: readonly string[];
  #changes: Change[] = [];
  /** Steps run one at a time, so later states of an item are never written before earlier ones. */
  #steps: Promise<void>;

  /** Starts with the current state of the table. @param clock milliseconds since 1970. */
  constructor(endpoint: string, table: Resource, clock: () => number) {
    this.name = `${table.name}.lagging-${randomUUID().slice(0, 8)}`;
    this.#endpoint = endpoint;
    this.#table = table;
    this.#clock = clock;
    this.#keyNames = keySchema.parse(table.properties).KeySchema.map(({ AttributeName }) => AttributeName);
    this.#steps = this.#begin();
    // Readers of the copy get the error.
    this.#steps.catch(() => undefined);
  }

  /** Reads the current state of a written item. Call it after each write to the table. */
  noteWrite(written: WireItem): Promise<void> {
    const key = Object.fromEntries(this.#keyNames.map((name) => [name, written[name]]));
    return this.#then(async () => {
      const input = { TableName: this.#table.name, Key: key, ConsistentRead: true };
      const { Item: item } = found.parse(await callEngine(this.#endpoint, `${api}GetItem`, input));
      this.#changes.push({ at: this.#clock(), key, item });
    });
  }

  /** Brings the copy to the table's state of `lag` milliseconds ago. */
  follow(lag: number): Promise<void> {
    return this.#then(async () => {
      const until = this.#clock() - lag;
      const due = this.#changes.filter(({ at }) => at <= until);
      this.#changes = this.#changes.filter(({ at }) => at > until);
      for (const { key, item } of new Map(due.map((change) => [JSON.stringify(change.key), change])).values()) {
        if (item === undefined) await this.#write('DeleteItem', { Key: key });
        else await this.#write('PutItem', { Item: item });
      }
    });
  }

  /** Deletes the copy; do not read it afterwards. */
  remove(): Promise<void> {
    return this.#then(() => this.#write('DeleteTable', {}));
  }

  async #begin(): Promise<void> {
    const { StreamSpecification: _stream, TimeToLiveSpecification: _life, ...properties } = this.#table.properties;
    await createTables(this.#endpoint, [{ ...this.#table, name: this.name, properties }]);
    let start: WireItem | undefined;
    do {
      const input = { TableName: this.#table.name, ConsistentRead: true, ExclusiveStartKey: start };
      const { Items, LastEvaluatedKey } = page.parse(await callEngine(this.#endpoint, `${api}Scan`, input));
      for (const Item of Items) await this.#write('PutItem', { Item });
      start = LastEvaluatedKey;
    } while (start !== undefined);
  }

  async #write(action: string, input: object): Promise<void> {
    await callEngine(this.#endpoint, `${api}${action}`, { TableName: this.name, ...input });
  }

  #then(step: () => Promise<void>): Promise<void> {
    const done = this.#steps.then(step);
    this.#steps = done;
    done.catch(() => undefined);
    return done;
  }
}
