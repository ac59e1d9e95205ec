import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expandRow } from '../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { sampleKey, sampleLicense, sampleMisp } from '../../test/support/sample-misp.ts';
import { InMemoryService } from '../../test/support/serve-in-memory.ts';

/** The most puts that BatchWriteItem takes. */
const MAX_PUTS = 25;
const AT_ONCE = 4;

/** Rows as the service itself writes them for validations, made by its own code on a store in memory. */
export async function validationRows(count: number): Promise<readonly OutboxRow[]> {
  const service = new InMemoryService();
  const misp = sampleMisp({ licenses: [sampleLicense()] });
  service.store.seed(misp);
  const rows: OutboxRow[] = [];
  for (let number = 1; number <= count; number += 1) {
    service.now = Date.now();
    const requestId = `waiting-${number}-${service.now}`;
    const path = { mispId: misp.id };
    await service.send('validate-license-key', { path, request: { mispLicenseKey: sampleKey(1) }, requestId });
    rows.push(...service.store.rows.splice(0));
  }
  if (rows.length !== count) throw new Error(`${count} validations left ${rows.length} rows`);
  return rows;
}

/** The ids of all records that the bus must get from these rows. */
export function recordIdsOf(rows: readonly OutboxRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap((row) => expandRow(row).map(({ detail }) => String(detail.recordId))));
}

/** Puts rows into the outbox. */
export async function writeRows(
  client: DynamoDBDocumentClient,
  tableName: string,
  rows: readonly OutboxRow[],
): Promise<void> {
  let written = 0;
  const write = async () => {
    while (written < rows.length) {
      const batch = rows.slice(written, written + MAX_PUTS);
      written += batch.length;
      let requests: Record<string, unknown>[] = batch.map((row) => ({ PutRequest: { Item: { ...row } } }));
      while (requests.length > 0) {
        const answer = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
        requests = answer.UnprocessedItems?.[tableName] ?? [];
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
}
