import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Resource } from '../template/resources.ts';
import { callEngine } from './engines/engine-request.ts';

/** A stored item. */
export interface StoredItem {
  /** The table's name. */
  readonly table: string;
  readonly item: Readonly<Record<string, unknown>>;
}

const page = z.object({
  Items: z.array(
    z.record(
      z.string(),
      z.custom<AttributeValue>((value) => typeof value === 'object'),
    ),
  ),
  LastEvaluatedKey: z.optional(z.unknown()),
});

/** Reads all items of tables from the engine, page by page; may miss concurrent writes. */
export async function storedItems(
  endpoint: string,
  tables: readonly Pick<Resource, 'name'>[],
): Promise<readonly StoredItem[]> {
  const all: StoredItem[] = [];
  for (const { name: table } of tables) {
    let start: unknown;
    do {
      const input = { TableName: table, ConsistentRead: true, ExclusiveStartKey: start };
      const { Items, LastEvaluatedKey } = page.parse(await callEngine(endpoint, 'DynamoDB_20120810.Scan', input));
      for (const item of Items) all.push({ table, item: unmarshall(item) });
      start = LastEvaluatedKey;
    } while (start !== undefined);
  }
  return all;
}
