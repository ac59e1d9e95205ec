import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { EventBus } from '../../functions/audit/event-bus.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { publishAudit } from '../../functions/lambdas/publish-audit/publish-audit.ts';
import { rowFromRecord } from '../../functions/storage/dynamodb-outbox.ts';
import type { Outbox } from '../../functions/storage/outbox.ts';
import { type BusEntry, capturingBus } from './capturing-bus.ts';

/** What the publisher made of the rows that it was brought. */
export interface Delivery {
  /** The bus that it was to put them on. */
  readonly bus: string;
  /** Everything that was put there, in the order of the calls. */
  readonly entries: readonly BusEntry[];
  /** Rows that it asked to be brought again. */
  readonly failed: readonly string[];
  /** Lines that it logged: there is nothing to say when all goes well. */
  readonly logged: readonly string[];
  /** What stands in the outbox behind it. */
  readonly left: readonly OutboxRow[];
}

const BUS = 'misp-audit';
const DEADLINE_MS = 60_000;

/**
 * Brings rows to the publisher as the outbox's stream does, in one batch. It publishes them and takes them out of the outbox.
 * @param outboxUntil the outbox, whose calls end by then on the clock of `performance.now()`.
 * @param onTheWay stands between the publisher and the bus.
 */
export async function deliverRows(
  rows: readonly OutboxRow[],
  outboxUntil: (deadline: number) => Outbox,
  onTheWay: (bus: EventBus) => EventBus,
): Promise<Omit<Delivery, 'left'>> {
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
