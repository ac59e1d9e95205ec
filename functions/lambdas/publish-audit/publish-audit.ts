import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { OutboxRow } from '../../audit/outbox-row.ts';
import { type Publishing, publishRows } from '../../audit/publish-rows.ts';
import type { Outbox } from '../../storage/outbox.ts';
import { errorFacts } from '../../telemetry/log.ts';

/** What the publisher depends on. */
export interface PublisherDependencies extends Publishing {
  readonly outbox: Outbox;
  readonly rowFromRecord: (record: DynamoDBRecord) => OutboxRow;
}

/**
 * Publishes the rows that a batch of the outbox's stream brings, and takes away those that the bus has accepted in full.
 * @returns the records whose rows are still to be delivered: Lambda brings them again. Poison rows are not among them, since
 *   no retry helps; they stay in the outbox and the sweeper counts them.
 */
export async function publishAudit(
  event: DynamoDBStreamEvent,
  { outbox, rowFromRecord, ...publishing }: PublisherDependencies,
): Promise<DynamoDBBatchResponse> {
  const sequenceNumbers = new Map<OutboxRow, string>();
  for (const record of event.Records) {
    sequenceNumbers.set(rowFromRecord(record), record.dynamodb?.SequenceNumber ?? '');
  }
  const outcomes = await publishRows([...sequenceNumbers.keys()], publishing);
  const rowsThatAre = (wanted: string) => [...outcomes].flatMap(([row, outcome]) => (outcome === wanted ? [row] : []));
  const failed = rowsThatAre('delayed');
  const delivered = rowsThatAre('delivered');
  try {
    await outbox.remove(delivered.map((row) => row.id));
  } catch (error) {
    // They are on the bus already: delivered once more, under the same record ids, they can be taken away then.
    publishing.log('WARN', { event: 'audit-delivery-delayed', rows: delivered.length, ...errorFacts(error) });
    failed.push(...delivered);
  }
  return { batchItemFailures: failed.map((row) => ({ itemIdentifier: sequenceNumbers.get(row) ?? '' })) };
}
