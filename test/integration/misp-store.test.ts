import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { DynamoDbMispStore } from '../../functions/storage/dynamodb-misp-store.ts';
import { describeMispStore } from '../support/misp-store-behaviour.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';

let driver: InProcessDriver;
beforeAll(async () => {
  driver = await startInProcess();
});
afterAll(() => driver.stop());

async function empty(table: string, key: string): Promise<void> {
  const { Items = [] } = await driver.client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  for (let from = 0; from < Items.length; from += 25) {
    const batch = Items.slice(from, from + 25).map((item) => ({ DeleteRequest: { Key: { [key]: item[key] } } }));
    await driver.client.send(new BatchWriteCommand({ RequestItems: { [table]: batch } }));
  }
}

describeMispStore('in DynamoDB', async () => {
  const { client, tables } = driver;
  await empty(tables.misps, 'pk');
  await empty(tables.outbox, 'id');
  return {
    store: new DynamoDbMispStore(client, tables, performance.now() + 30_000),
    rowIds: async () => (await driver.outboxRows()).map(({ id }) => id),
  };
});
