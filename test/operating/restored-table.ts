import {
  CreateTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { JsonRecord } from '../../local/template/json-values.ts';

/** All present items of a table. */
export async function itemsIn(client: DynamoDBDocumentClient, TableName: string): Promise<readonly JsonRecord[]> {
  const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  if (LastEvaluatedKey !== undefined) throw new Error(`${TableName} has more than a page`);
  return Items;
}

/**
 * The result of `aws dynamodb restore-table-to-point-in-time`: another table with the same keys and indexes, and the
 * items of that time. No engine can restore, so the caller passes the items.
 */
export async function restoreTable(
  client: DynamoDBDocumentClient,
  source: string,
  target: string,
  items: readonly JsonRecord[],
): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: source }));
  await client.send(
    new CreateTableCommand({
      TableName: target,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: Table?.KeySchema,
      AttributeDefinitions: Table?.AttributeDefinitions,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName: target });
  for (const Item of items) await client.send(new PutCommand({ TableName: target, Item }));
}

/** `aws dynamodb get-item … --query Item.lastId.N` of the counter of ids. */
export async function lastIdIn(client: DynamoDBDocumentClient, TableName: string): Promise<number> {
  const Key = { pk: { S: 'COUNTER' } };
  const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Number(Item?.lastId?.N);
}
