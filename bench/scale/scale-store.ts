import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Misp } from '../../functions/domain/misp.ts';
import { DynamoDbMispStore } from '../../functions/storage/dynamodb-misp-store.ts';
import { COUNTER_KEY } from '../../functions/storage/keys.ts';
import type { InProcessDriver } from '../../test/integration/in-process-driver.ts';
import { itemsOf } from '../../test/scenarios/imported-items.ts';
import { type Loaded, load, type StoredItem } from './load.ts';
import { Population } from './population.ts';

const LICENSES_EACH = 3;
/** A MISP, its name, a pointer for every licence. */
const ITEMS_EACH = 2 + LICENSES_EACH;
const READ_TIMEOUT_MS = 30_000;

/** A store that grows, and that is reset to what was loaded after each measured change. */
export class ScaleStore {
  readonly driver: InProcessDriver;
  readonly population = new Population(Date.now());
  #size = 0;

  constructor(driver: InProcessDriver) {
    this.driver = driver;
  }

  /** How many MISPs there are. */
  get size(): number {
    return this.#size;
  }

  /** Loads more MISPs until there are this many. */
  async growTo(size: number, progress: (text: string) => void): Promise<Loaded> {
    const { endpoint, tables, client } = this.driver;
    const total = (size - this.#size) * ITEMS_EACH;
    const loaded = await load({ endpoint, table: tables.misps }, this.#items(this.#size, size), total, progress);
    await client.send(
      new UpdateCommand({
        TableName: tables.misps,
        Key: { pk: COUNTER_KEY },
        UpdateExpression: 'SET lastId = :last',
        ExpressionAttributeValues: { ':last': this.population.lastId(size) },
      }),
    );
    this.#size = size;
    return loaded;
  }

  /** Replaces all items of a MISP by those of the given one; without one, deletes them. */
  async putBack(mispId: string, misp: Misp | undefined): Promise<void> {
    const { client, tables } = this.driver;
    const reader = new DynamoDbMispStore(client, tables, performance.now() + READ_TIMEOUT_MS);
    const current = await reader.get(mispId);
    const kept = new Set(misp === undefined ? [] : itemsOf(misp).map(({ pk }) => pk));
    const stale = current === undefined ? [] : itemsOf(current).filter(({ pk }) => !kept.has(pk));
    for (const { pk } of stale) await client.send(new DeleteCommand({ TableName: tables.misps, Key: { pk } }));
    if (misp !== undefined) await this.driver.importMisp(misp);
  }

  *#items(from: number, to: number): Generator<StoredItem> {
    for (let index = from; index < to; index += 1) {
      for (const item of itemsOf(this.population.at(index))) yield marshall(item);
    }
  }
}
