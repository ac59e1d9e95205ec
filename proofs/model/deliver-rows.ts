import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { EventBus } from '../../functions/audit/event-bus.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { publishAudit } from '../../functions/lambdas/publish-audit/publish-audit.ts';
import { rowFromRecord } from '../../functions/storage/dynamodb-outbox.ts';
import type { Outbox } from '../../functions/storage/outbox.ts';
import { type BusEntry, capturingBus } from './capturing-bus.ts';

/** What the publisher did with its rows. */
export interface Delivery {
  /** The bus that it should use. */
  readonly bus: string;
  /** Everything that it put there, in the order of the calls. */
  readonly entries: readonly BusEntry[];
  /** Rows that it asked to get again. */
  readonly failed: readonly string[];
  /** Log lines: there are none if all goes well. */
  readonly logged: readonly string[];
  /** The outbox afterwards. */
  readonly undelivered: readonly OutboxRow[];
}

const BUS = 'misp-audit';
const DEADLINE_MS = 60_000;

/**
 * Gives rows to the publisher in one batch, as the outbox's stream does. It publishes them and deletes them from the
 * outbox.
 * @param outboxUntil the deadline of calls to the outbox, on the clock of `performance.now()`.
 * @param onTheWay wraps the bus.
 */
export async function deliverRows(
  rows: readonly OutboxRow[],
  outboxUntil: (deadline: number) => Outbox,
  onTheWay: (bus: EventBus) => EventBus,
): Promise<Omit<Delivery, 'undelivered'>> {
  const captured = capturingBus(BUS);
  const logged: string[] = [];
  const records = rows.map((row): DynamoDBRecord => {
    // Lambda's types and the SDK's describe the same JSON.
    const NewImage = marshall(row) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];
    return { eventName: 'INSERT', dynamodb: { SequenceNumber: row.id, ...(NewImage && { NewImage }) } };
  });
  const { batchItemFailures } = await publishAudit(
    { Records: records },
    {
      bus: onTheWay(captured.bus),
      outbox: outboxUntil(performance.now() + DEADLINE_MS),
      rowFromRecord,
      timeLeft: () => DEADLINE_MS,
      log: (_level, line) => logged.push(JSON.stringify(line)),
      metrics: () => undefined,
    },
  );
  const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { bus: BUS, entries: captured.entries, failed, logged };
}
