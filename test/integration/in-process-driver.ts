import { randomUUID } from 'node:crypto';
import { expandRow } from '../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Caller } from '../../functions/domain/misp.ts';
import type { Serving } from '../../functions/http/operation-handler.ts';
import type { OperationName } from '../../functions/operations.ts';
import { DynamoDbOutbox } from '../../functions/storage/dynamodb-outbox.ts';
import type { EngineKind } from '../../local/aws/engines/engine-program.ts';
import { importInto } from '../scenarios/imported-items.ts';
import type { ServiceDriver } from '../scenarios/service-driver.ts';
import { type EngineTables, operationsOn, scanOutbox, startEngineTables } from '../support/engine-tables.ts';
import { lambdaContext } from '../support/gateway-event.ts';
import { eventOf } from './route.ts';

/** The parts that a test may replace. */
export interface DriverOptions {
  readonly clock?: () => number;
  readonly errorCodes?: Serving['errorCodes'];
  readonly visibility?: 'full' | 'masked';
  readonly separationOfDuties?: boolean;
  /** The remaining time of the function's context. */
  readonly timeLeftMs?: number;
  /** The function's physical name; by default the operation's. */
  readonly functionName?: (operation: OperationName) => string;
  /** The caller, from the authorizer. */
  readonly caller?: Caller;
  /** The source address of the request. */
  readonly sourceIp?: string;
  readonly log?: Serving['log'];
  readonly metrics?: Serving['metrics'];
}

export interface InProcessDriver extends ServiceDriver, EngineTables {
  /** All rows that were ever in the outbox: `eventsOf` takes them out, so that it never has to read many. */
  outboxRows(): Promise<readonly OutboxRow[]>;
  /** The same service on the same tables with other options. */
  with(options: DriverOptions): InProcessDriver;
}

const engineKinds: readonly EngineKind[] = ['dynoxide', 'dynamodb-local'];

/** The functions of the service in this process, on a real engine with the tables of the synthesized template. */
export async function startInProcess(): Promise<InProcessDriver> {
  const engine = await startEngineTables({ kind: engineKinds.find((one) => one === process.env.TEST_ENGINE) });
  return driverOn(engine, new Map(), {});
}

/** @param taken the rows that are no longer in the outbox, by id. */
function driverOn(engine: EngineTables, taken: Map<string, OutboxRow>, options: DriverOptions): InProcessDriver {
  const { client, endpoint, tables, stop } = engine;
  const { clock, errorCodes, visibility, separationOfDuties, log, metrics } = options;
  const handlers = operationsOn(engine, {
    ...(clock === undefined ? {} : { clock }),
    ...(errorCodes === undefined ? {} : { errorCodes }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(separationOfDuties === undefined ? {} : { separationOfDuties }),
    ...(log === undefined ? {} : { log }),
    ...(metrics === undefined ? {} : { metrics }),
  });
  const outboxRows = async () => {
    const rows = await scanOutbox(client, tables.outbox);
    // After the scan: a concurrent call may have taken some in the meantime.
    return [...new Map([...rows.map((row) => [row.id, row] as const), ...taken]).values()];
  };
  const takeRows = async () => {
    const rows = await scanOutbox(client, tables.outbox);
    // Before they leave the outbox, so that a concurrent call finds each row in one of the two.
    for (const row of rows) taken.set(row.id, row);
    await new DynamoDbOutbox(client, tables.outbox, performance.now() + 60_000).remove(rows.map(({ id }) => id));
    return [...taken.values()];
  };
  return {
    client,
    endpoint,
    tables,
    outboxRows,
    stop,
    with: (more) => driverOn(engine, taken, { ...options, ...more }),
    send: async (request) => {
      const requestId = randomUUID();
      const { name, event } = eventOf(request, {
        requestId,
        ...(options.caller === undefined ? {} : { caller: options.caller }),
        ...(options.sourceIp === undefined ? {} : { sourceIp: options.sourceIp }),
      });
      const functionName = options.functionName?.(name) ?? name;
      const answer = await handlers[name](event, lambdaContext(functionName, options.timeLeftMs));
      return {
        status: answer.statusCode ?? 0,
        requestId,
        headers: answer.headers as Record<string, string>,
        body: JSON.parse(answer.body ?? 'null'),
      };
    },
    eventsOf: async (requestId) => {
      const rows = (await takeRows()).filter((row) => row.requestId === requestId);
      return rows.flatMap((row) => expandRow(row));
    },
    importMisp: (misp) => importInto(tables.misps, client, misp),
  };
}
