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

/** How an item stood at a time. */
interface Change {
  readonly at: number;
  readonly key: WireItem;
  readonly item: WireItem | undefined;
}

/**
 * A copy of a table, indexes included, that follows it some time behind. It is a table of the engine itself, so that a read of
 * it means exactly what a read of the table would have meant then.
 */
export class LaggingCopy {
  /** The copy's name in the engine. */
  readonly name: string;
  readonly #endpoint: string;
  readonly #table: Resource;
  readonly #clock: () => number;
  readonly #keyNames: readonly string[];
  #changes: Change[] = [];
  /** One step after the other: what is read of an item later is never written before what was read earlier. */
  #steps: Promise<void>;

  /** Begins with the table as it is. @param clock milliseconds since 1970. */
  constructor(endpoint: string, table: Resource, clock: () => number) {
    this.name = `${table.name}.lagging-${randomUUID().slice(0, 8)}`;
    this.#endpoint = endpoint;
    this.#table = table;
    this.#clock = clock;
    this.#keyNames = keySchema.parse(table.properties).KeySchema.map(({ AttributeName }) => AttributeName);
    this.#steps = this.#begin();
    // The readers of the copy get the error.
    this.#steps.catch(() => undefined);
  }

  /** To be called after each write to the table: looks how the item stands now. */
  noteWrite(written: WireItem): Promise<void> {
    const key = Object.fromEntries(this.#keyNames.map((name) => [name, written[name]]));
    return this.#then(async () => {
      const input = { TableName: this.#table.name, Key: key, ConsistentRead: true };
      const { Item: item } = found.parse(await callEngine(this.#endpoint, `${api}GetItem`, input));
      this.#changes.push({ at: this.#clock(), key, item });
    });
  }

  /** Brings the copy to where the table stood so many milliseconds ago. */
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

  /** Takes the copy away; it must not be read any more. */
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
