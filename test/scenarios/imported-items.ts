import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Misp } from '../../functions/domain/misp.ts';
import { toMispItem } from '../../functions/storage/item-shapes.ts';
import { licenseKeyPointer, nameKey } from '../../functions/storage/keys.ts';

/** DynamoDB's limit of puts a call. */
const MAX_PUTS = 25;

/** All items of a MISP. */
export function itemsOf(misp: Misp): readonly Record<string, unknown>[] {
  return [
    { ...toMispItem(misp) },
    { pk: nameKey(misp.normalizedName), mispId: misp.id },
    ...misp.licenses.map((license) => ({ pk: licenseKeyPointer(license.hash), mispId: misp.id })),
  ];
}

/** Stores a MISP without the service, as an import does. */
export const importInto = (table: string, client: DynamoDBDocumentClient, misp: Misp): Promise<void> =>
  importAll(table, client, [misp]);

/** Stores many MISPs like this. */
export const importAll = (table: string, client: DynamoDBDocumentClient, misps: readonly Misp[]): Promise<void> =>
  putAll(table, client, misps.flatMap(itemsOf));

/** Puts items into a table, in as few calls as DynamoDB allows. */
export async function putAll(
  table: string,
  client: DynamoDBDocumentClient,
  items: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const puts = items.map((Item) => ({ PutRequest: { Item } }));
  for (let from = 0; from < puts.length; from += MAX_PUTS) {
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: puts.slice(from, from + MAX_PUTS) } }));
  }
}
