import * as z from 'zod/mini';
import type { ServiceCall } from '../admission.ts';

/** A key or an item in DynamoDB JSON. */
export type WireItem = Readonly<Record<string, unknown>>;

const wire = z.record(z.string(), z.unknown());
const write = z.object({ TableName: z.string(), Item: z.optional(wire), Key: z.optional(wire) });
const transaction = z.object({ TransactItems: z.array(z.record(z.string(), write)) });
const batch = z.object({
  RequestItems: z.record(
    z.string(),
    z.array(z.record(z.string(), z.object({ Item: z.optional(wire), Key: z.optional(wire) }))),
  ),
});

/** What a call has written: for each write, the table and the item or its key. Empty for reads. */
export function writesOf({ action, input }: ServiceCall): readonly (readonly [tableName: string, written: WireItem])[] {
  switch (action) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem': {
      const { TableName, Item, Key } = write.parse(input);
      return [[TableName, Item ?? Key ?? {}]];
    }
    case 'TransactWriteItems':
      return transaction
        .parse(input)
        .TransactItems.flatMap((entry) =>
          Object.values(entry).map(({ TableName, Item, Key }) => [TableName, Item ?? Key ?? {}] as const),
        );
    case 'BatchWriteItem':
      return Object.entries(batch.parse(input).RequestItems).flatMap(([tableName, requests]) =>
        requests.flatMap((request) =>
          Object.values(request).map(({ Item, Key }) => [tableName, Item ?? Key ?? {}] as const),
        ),
      );
    default:
      return [];
  }
}
