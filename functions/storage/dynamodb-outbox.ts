import { type AttributeValue, BatchWriteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { OutboxRow } from '../audit/outbox-row.ts';
import type { Outbox } from './outbox.ts';
import { readItem } from './read-item.ts';
import { readPage, SendAgain, sendWithin } from './send-within.ts';

/** The most deletes that DynamoDB takes in one call. */
const MAX_DELETES = 25;

/** The audit outbox in DynamoDB. It sends plain commands, so publisher and sweeper need no document client. */
export class DynamoDbOutbox implements Outbox {
  readonly #client: Pick<DynamoDBClient, 'send'>;
  readonly #table: string;
  readonly #deadline: number;

  /** @param deadline of the function, on the clock of `performance.now()`. */
  constructor(client: Pick<DynamoDBClient, 'send'>, table: string, deadline: number) {
    this.#client = client;
    this.#table = table;
    this.#deadline = deadline;
  }

  async remove(rowIds: readonly string[]): Promise<void> {
    // DynamoDB refuses a batch with a row twice, and the stream brings a row twice that was put twice.
    const ids = [...new Set(rowIds)];
    const batches = Array.from({ length: Math.ceil(ids.length / MAX_DELETES) }, (_, index) =>
      ids.slice(index * MAX_DELETES, (index + 1) * MAX_DELETES),
    );
    await Promise.all(batches.map((batch) => this.#removeBatch(batch)));
  }

  async #removeBatch(rowIds: readonly string[]): Promise<void> {
    let left = rowIds.map((id) => ({ DeleteRequest: { Key: { id: { S: id } } } }));
    await sendWithin(this.#deadline, async (signal) => {
      const command = new BatchWriteItemCommand({ RequestItems: { [this.#table]: left } });
      const { UnprocessedItems } = await this.#client.send(command, { abortSignal: signal });
      const unprocessed = new Set(UnprocessedItems?.[this.#table]?.map((request) => request.DeleteRequest?.Key?.id?.S));
      left = left.filter((request) => unprocessed.has(request.DeleteRequest.Key.id.S));
      if (left.length > 0) throw new SendAgain();
    });
  }

  async *walk(): AsyncIterable<readonly OutboxRow[]> {
    let startKey: Record<string, AttributeValue> | undefined;
    do {
      const command = new ScanCommand({ TableName: this.#table, ExclusiveStartKey: startKey });
      const page = await readPage(this.#deadline, (signal) => this.#client.send(command, { abortSignal: signal }));
      yield page.Items.map((item) => readItem(item) as OutboxRow);
      startKey = page.LastEvaluatedKey;
    } while (startKey !== undefined);
  }
}

/** The row in a record of the outbox's stream. */
export function rowFromRecord(record: DynamoDBRecord): OutboxRow {
  const { licenseKeyHash, ...others } = record.dynamodb?.NewImage ?? {};
  // The event types of Lambda and the SDK describe the same JSON, except for binary values, which come in base64.
  const row = readItem(others as Record<string, AttributeValue>) as OutboxRow;
  if (licenseKeyHash === undefined) return row;
  return { ...row, licenseKeyHash: Buffer.from(licenseKeyHash.B ?? '', 'base64') };
}
