import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { publishAudit } from '../../../functions/lambdas/publish-audit/publish-audit.ts';
import { DynamoDbOutbox, rowFromRecord } from '../../../functions/storage/dynamodb-outbox.ts';
import { writeLog } from '../../../functions/telemetry/log.ts';
import { metricsOf } from '../../../functions/telemetry/metrics.ts';
import { median } from '../../../test/support/statistics.ts';
import type { BatchUsage } from '../usage.ts';
import { withCapturedOutput } from './captured-output.ts';
import { cpuMsOf, cpuMsOfEach } from './cpu-time.ts';
import type { MeasuringPlace } from './measuring-place.ts';

const MANY_TIMES = 3;

/** The publisher, first with the rows one by one, then with all of them at once. */
export async function measurePublishing(
  rows: readonly OutboxRow[],
  place: MeasuringPlace,
): Promise<{ readonly one: BatchUsage; readonly many: BatchUsage; readonly output: string }> {
  const [first] = rows;
  if (first === undefined) throw new Error('There are no rows to publish');
  const publish = publisherIn(place);
  const { result, output } = await withCapturedOutput(async () => {
    const one = await count([first], publish, place);
    const many = await count(rows, publish, place);
    const cpuOfOne = await cpuMsOfEach(
      rows.map((row) => () => publish([row])),
      10,
    );
    const cpuOfMany: number[] = [];
    for (let time = 0; time < MANY_TIMES; time += 1) cpuOfMany.push(await cpuMsOf(() => publish(rows)));
    return { one: { ...one, cpuMs: median(cpuOfOne) }, many: { ...many, cpuMs: median(cpuOfMany) } };
  });
  return { ...result, output };
}

type Publish = (rows: readonly OutboxRow[]) => Promise<void>;

function publisherIn({ driver, bus: { bus }, stackName }: MeasuringPlace): Publish {
  const metrics = metricsOf(`${stackName}-publish-audit`);
  return async (rows) => {
    const outbox = new DynamoDbOutbox(driver.client, driver.tables.outbox, performance.now() + 60_000);
    const { batchItemFailures } = await publishAudit(streamEventOf(rows), {
      bus,
      outbox,
      log: writeLog,
      metrics,
      timeLeft: () => 60_000,
      rowFromRecord,
    });
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} rows were not published`);
  };
}

/** What one batch takes, but for its processor time. */
async function count(rows: readonly OutboxRow[], publish: Publish, { recorder, bus: { rounds } }: MeasuringPlace) {
  recorder.take();
  rounds.take();
  const { output } = await withCapturedOutput(() => publish(rows));
  const calls = recorder.take();
  return {
    rows: rows.length,
    calls,
    busRounds: rounds.take(),
    // They go out together: DynamoDbOutbox.remove waits for all of them at once.
    deleteRounds: Math.min(calls.length, 1),
    logBytes: Buffer.byteLength(output),
  };
}

function streamEventOf(rows: readonly OutboxRow[]): DynamoDBStreamEvent {
  const recordOf = (row: OutboxRow, index: number) => ({
    eventName: 'INSERT' as const,
    dynamodb: {
      // The event types of Lambda and of the SDK describe the same JSON, but for binary values, which no row has.
      NewImage: marshall(row, { removeUndefinedValues: true }) as NonNullable<
        DynamoDBRecord['dynamodb']
      >['NewImage'] & {},
      SequenceNumber: String(index + 1),
    },
  });
  return { Records: rows.map(recordOf) };
}
