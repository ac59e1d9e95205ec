import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { DynamoDbOutbox } from '../../../functions/storage/dynamodb-outbox.ts';
import { writeLog } from '../../../functions/telemetry/log.ts';
import { metricsOf } from '../../../functions/telemetry/metrics.ts';
import { routeOf } from '../../../test/integration/route.ts';
import type { ServiceAnswer, ServiceRequest } from '../../../test/scenarios/service-driver.ts';
import { BASE_PATH } from '../../../test/support/gateway-event.ts';
import { spreadOf } from '../../../test/support/statistics.ts';
import type { OperationUsage } from '../usage.ts';
import { accessLogLine } from './access-log-line.ts';
import { trailOf } from './bus-bytes.ts';
import { withCapturedOutput } from './captured-output.ts';
import { cpuMsOfEach } from './cpu-time.ts';
import { measurePublishing } from './measure-publishing.ts';
import type { MeasuredCase } from './measured-cases.ts';
import type { MeasuringPlace } from './measuring-place.ts';

/** A caller with an id as an identity provider gives them. */
const CALLER = { userId: '0f8fad5b-d9cb-469f-a165-70867728950e', userName: 'auth-carrier-7' };
const WARM_UP = 10;
const MEASURED = 40;
const GROUP = 8;

/** @returns what a request takes, and what the publisher wrote while it was measured. */
export async function measureOperation(
  { label, arrange, isRepeatable }: MeasuredCase,
  place: MeasuringPlace,
): Promise<{ readonly usage: OperationUsage; readonly publisherOutput: string }> {
  const { driver, recorder } = place;
  const first = await arrange(driver);
  const others: ServiceRequest[] = [];
  while (others.length < WARM_UP + MEASURED) others.push(isRepeatable ? first : await arrange(driver));
  const service = serviceIn(place, first);

  recorder.take();
  const { result: answer, output } = await withCapturedOutput(() => service(first));
  const calls = recorder.take();
  const { result: cpuTimes } = await withCapturedOutput(async () => {
    for (const request of others.slice(0, WARM_UP)) await service(request);
    return cpuMsOfEach(
      others.slice(WARM_UP).map((request) => () => service(request)),
      GROUP,
    );
  });

  const all = await driver.outboxRows();
  const row = rowOf(answer, all);
  const { name } = routeOf(first.method, pathOf(first));
  const alike = all.filter(({ id, outcome }) => id.startsWith(`${name}#`) && outcome === row.outcome).slice(-MEASURED);
  const { output: publisherOutput, ...publishing } = await measurePublishing(alike, place);
  await emptyOutbox(place);

  const responseBytes = Buffer.byteLength(JSON.stringify(answer.body));
  const cpuSpread = spreadOf(cpuTimes);
  const usage: OperationUsage = {
    label,
    calls,
    cpuMs: cpuSpread.median,
    cpuSpread,
    logBytes: Buffer.byteLength(output),
    requestBytes: first.fields === undefined ? 0 : Buffer.byteLength(JSON.stringify(first.fields)),
    responseBytes,
    rowBytes: Buffer.byteLength(JSON.stringify(row)),
    accessLogBytes: Buffer.byteLength(accessLogLineOf(first, answer.requestId, responseBytes, place)),
    trail: trailOf(row),
    publishing,
  };
  return { usage, publisherOutput };
}

/** The service as it is deployed: its functions' names, its logs, a caller. */
function serviceIn({ driver, stackName }: MeasuringPlace, request: ServiceRequest) {
  const functionName = `${stackName}-${routeOf(request.method, pathOf(request)).name}`;
  const deployed = driver.with({
    caller: CALLER,
    functionName: () => functionName,
    log: writeLog,
    metrics: metricsOf(functionName),
  });
  return (one: ServiceRequest) => deployed.send(one);
}

const pathOf = ({ path }: ServiceRequest) => path.split('?')[0] ?? path;

function accessLogLineOf(
  request: ServiceRequest,
  requestId: string,
  responseLength: number,
  { accessLogFormat }: MeasuringPlace,
): string {
  const routeKey = `${request.method} ${BASE_PATH}${routeOf(request.method, pathOf(request)).route}`;
  return accessLogLine(accessLogFormat, { requestId, routeKey, responseLength });
}

function rowOf({ requestId }: ServiceAnswer, rows: readonly OutboxRow[]): OutboxRow {
  const row = rows.find((one) => one.requestId === requestId);
  if (row === undefined) throw new Error(`The request ${requestId} left no row`);
  return row;
}

/** The rows of the arrangements go too, so that the outbox stays as small as it is in use. */
async function emptyOutbox({ driver }: MeasuringPlace): Promise<void> {
  const rows = await driver.outboxRows();
  const outbox = new DynamoDbOutbox(driver.client, driver.tables.outbox, performance.now() + 60_000);
  await outbox.remove(rows.map(({ id }) => id));
}
