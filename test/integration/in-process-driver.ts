import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expandRow } from '../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Caller } from '../../functions/domain/misp.ts';
import type { Serving } from '../../functions/http/operation-handler.ts';
import type { OperationName } from '../../functions/operations.ts';
import { licenseTerms } from '../../functions/runtime/license-terms.ts';
import { DynamoDbMispStore } from '../../functions/storage/dynamodb-misp-store.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { startEngine } from '../../local/aws/engines/engine.ts';
import type { EngineKind } from '../../local/aws/engines/engine-program.ts';
import { createTables } from '../../local/aws/tables.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import { importInto } from '../scenarios/imported-items.ts';
import type { ServiceDriver } from '../scenarios/service-driver.ts';
import { boundOperations } from '../support/bound-operations.ts';
import { gatewayEvent, lambdaContext } from '../support/gateway-event.ts';
import { routeOf } from './route.ts';

/** What a test may replace. */
export interface DriverOptions {
  readonly clock?: () => number;
  readonly errorCodes?: Serving['errorCodes'];
  readonly visibility?: 'full' | 'masked';
  /** What the function's context says of its time. */
  readonly timeLeftMs?: number;
  /** The function's physical name; without it the operation's. */
  readonly functionName?: (operation: OperationName) => string;
  /** Who calls, as the authorizer tells. */
  readonly caller?: Caller;
  /** Where the request comes from. */
  readonly sourceIp?: string;
  readonly log?: Serving['log'];
  readonly metrics?: Serving['metrics'];
}

export interface InProcessDriver extends ServiceDriver {
  readonly client: DynamoDBDocumentClient;
  /** Of the engine, for who calls it from another process. */
  readonly endpoint: string;
  readonly tables: { readonly misps: string; readonly outbox: string };
  /** Every row that stands in the outbox. */
  outboxRows(): Promise<readonly OutboxRow[]>;
  /** The same service on the same tables with something else. */
  with(options: DriverOptions): InProcessDriver;
  stop(): Promise<void>;
}

const engineKinds: readonly EngineKind[] = ['dynoxide', 'dynamodb-local'];

/** The functions of the service in this process, on a real engine with the tables of the synthesized template. */
export async function startInProcess(): Promise<InProcessDriver> {
  const kind = engineKinds.find((one) => one === process.env.TEST_ENGINE);
  const engine = await startEngine(kind === undefined ? {} : { kind });
  const template = loadTemplate(await prepareAssembly());
  await createTables(engine.endpoint, template.ofType('AWS::DynamoDB::Table'));
  const nameOf = (part: string) =>
    template.ofType('AWS::DynamoDB::Table').find((table) => table.name.includes(part))!.name;
  const tables = { misps: nameOf('misps'), outbox: nameOf('outbox') };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: engine.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  const stop = async () => {
    client.destroy();
    await engine.stop();
  };
  return driverOn(client, engine.endpoint, tables, {}, stop);
}

function driverOn(
  client: DynamoDBDocumentClient,
  endpoint: string,
  tables: InProcessDriver['tables'],
  options: DriverOptions,
  stop: () => Promise<void>,
): InProcessDriver {
  const handlers = boundOperations(
    {
      errorCodes: options.errorCodes ?? '1.1.4',
      clock: options.clock ?? Date.now,
      storeUntil: (deadline) => new DynamoDbMispStore(client, tables, deadline),
      log: options.log ?? (() => undefined),
      metrics: options.metrics ?? (() => undefined),
    },
    licenseTerms({ LICENSE_KEY_LENGTH: 50, LICENSE_VALIDITY_DAYS: 90 }),
    options.visibility ?? 'full',
  );
  const outboxRows = async () => {
    const rows: OutboxRow[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: tables.outbox, ConsistentRead: true, ExclusiveStartKey: start }),
      );
      rows.push(...((page.Items ?? []) as OutboxRow[]));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return rows;
  };
  return {
    client,
    endpoint,
    tables,
    outboxRows,
    stop,
    with: (more) => driverOn(client, endpoint, tables, { ...options, ...more }, stop),
    send: async (request) => {
      const [path = '', query = ''] = request.path.split('?');
      const { name, route, parameters } = routeOf(request.method, path);
      const body = request.fields && JSON.stringify({ id: 'mosip.misp', version: '1.0', request: request.fields });
      const requestId = randomUUID();
      const event = gatewayEvent({
        method: request.method,
        route,
        path: parameters,
        query: Object.fromEntries(new URLSearchParams(query)),
        body,
        headers: request.headers ?? {},
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
      const rows = (await outboxRows()).filter((row) => row.requestId === requestId);
      return rows.flatMap((row) => expandRow(row));
    },
    importMisp: (misp) => importInto(tables.misps, client, misp),
  };
}
