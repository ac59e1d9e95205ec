import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from '@jest/globals';
import type { LocalCloud } from '../../local/local-cloud.ts';
import type { JsonRecord } from '../../local/template/json-values.ts';
import { logLinesOf } from './log-lines.ts';
import type { operatorClients } from './operator-clients.ts';

const MINUTE = 60_000;

/**
 * The runbooks' query for rows that are never delivered: which, why and how many times, from the logs of both
 * functions.
 */
export function refusedRows(cloud: LocalCloud): readonly JsonRecord[] {
  return ['publish-audit', 'sweep-audit-outbox']
    .flatMap((name) => logLinesOf(cloud, name))
    .filter(({ event }) => event === 'audit-entry-refused' || event === 'audit-row-unreadable');
}

/** The record ids of a row begin with its id without the operation. */
export const recordIds = (cloud: LocalCloud, rowId: string) =>
  cloud.events().flatMap(({ detail }) => {
    const recordId = String(detail.recordId);
    return recordId.startsWith(`${rowId.split('#')[1]}-`) ? [recordId] : [];
  });

/** `aws dynamodb get-item` of a row, as printed. */
export async function rowCopy(
  cloud: LocalCloud,
  { tables }: ReturnType<typeof operatorClients>,
  rowId: string,
): Promise<{ readonly Item: Readonly<Record<string, AttributeValue>> }> {
  const { Item } = await tables.send(
    new GetItemCommand({
      TableName: cloud.template.outputs.AuditOutboxTableName,
      ConsistentRead: true,
      Key: { id: { S: rowId } },
    }),
  );
  if (Item === undefined) throw new Error(`There is no row ${rowId}`);
  return { Item };
}

/** Lets rows grow too old for the stream; the schedule runs in the meantime. */
export async function growOld(cloud: LocalCloud): Promise<void> {
  await cloud.clock.advance(6 * MINUTE);
  await cloud.idle();
}

/** `aws lambda invoke` of the sweeper. @returns its last log line. */
export async function sweepByHand(cloud: LocalCloud): Promise<JsonRecord> {
  expect(await cloud.invoke('sweep-audit-outbox', {})).toMatchObject({ ok: true });
  await cloud.idle();
  return lastSweep(cloud);
}

export function lastSweep(cloud: LocalCloud): JsonRecord {
  const line = logLinesOf(cloud, 'sweep-audit-outbox').findLast(({ event }) => event === 'outbox-swept');
  if (line === undefined) throw new Error('The sweeper has not ended yet');
  return line;
}
