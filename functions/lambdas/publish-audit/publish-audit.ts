import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { OutboxRow } from '../../audit/outbox-row.ts';
import { type Publishing, publishRows } from '../../audit/publish-rows.ts';
import type { Outbox } from '../../storage/outbox.ts';
import { errorFacts } from '../../telemetry/log.ts';

/** The dependencies of the publisher. */
export interface PublisherDependencies extends Publishing {
  readonly outbox: Outbox;
  readonly rowFromRecord: (record: DynamoDBRecord) => OutboxRow;
}

/**
 * Publishes the rows of a batch from the outbox's stream, and deletes those that the bus has accepted completely.
 * @returns the records whose rows are still to be delivered, so that Lambda sends them again. Poison rows are not among
 *   them, since no retry helps; they stay in the outbox and the sweeper counts them.
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
    // They are on the bus already: a retry publishes them again with the same record ids and can then delete them.
    publishing.log('WARN', { event: 'audit-delivery-delayed', rows: delivered.length, ...errorFacts(error) });
    failed.push(...delivered);
  }
  return { batchItemFailures: failed.map((row) => ({ itemIdentifier: sequenceNumbers.get(row) ?? '' })) };
}
