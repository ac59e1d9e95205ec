import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import type { LicenseTerms } from '../../../functions/domain/change-of-misp.ts';
import type { Misp } from '../../../functions/domain/misp.ts';
import type { OperationHandler, Serving } from '../../../functions/http/operation-handler.ts';
import type { OperationName } from '../../../functions/operations.ts';
import { licenseTerms } from '../../../functions/runtime/license-terms.ts';
import { DynamoDbMispStore } from '../../../functions/storage/dynamodb-misp-store.ts';
import type { MispStore } from '../../../functions/storage/misp-store.ts';
import { prepareAssembly } from '../../../local/assembly/prepare-assembly.ts';
import { startEngine } from '../../../local/aws/engines/engine.ts';
import { createTables } from '../../../local/aws/tables.ts';
import { loadTemplate } from '../../../local/template/load-template.ts';
import { routeOf } from '../../integration/route.ts';
import { itemsOf } from '../../scenarios/imported-items.ts';
import { boundOperations } from '../../support/bound-operations.ts';
import { gatewayEvent, lambdaContext } from '../../support/gateway-event.ts';
import type { RaceRequest } from './race.ts';
import { Strikes } from './strikes.ts';

export type BoundOperations = Readonly<Record<OperationName, OperationHandler>>;

/** Where a mistake can be built in. */
export interface Mutation {
  /** Changes what the client sends. */
  readonly client?: (client: DynamoDBDocumentClient) => void;
  /** Puts another operation in place. */
  readonly operations?: (bound: BoundOperations, serving: Serving, terms: LicenseTerms) => BoundOperations;
}

export interface RaceAnswer {
  readonly requestId: string;
  /** The error code, or `success`. */
  readonly outcome: string;
  /** Null for an error. */
  readonly response: Readonly<Record<string, unknown>> | null;
}

/** Anything that stands in a table. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** The functions of the service in this process, on an engine of their own. */
export interface RaceService {
  readonly strikes: Strikes;
  /** @param wrap stands between the operation and its store. */
  send(request: RaceRequest, wrap?: (store: MispStore) => MispStore): Promise<RaceAnswer>;
  importMisp(misp: Misp): Promise<void>;
  /** Every MISP that was imported, as it was then. */
  readonly imported: readonly Misp[];
  items(): Promise<readonly StoredItem[]>;
  rows(): Promise<readonly OutboxRow[]>;
  stop(): Promise<void>;
}

interface Envelope {
  readonly response: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { readonly errorCode: string }[];
}

let requests = 0;

export async function startRaceService({ client: mutateClient, operations }: Mutation = {}): Promise<RaceService> {
  const engine = await startEngine();
  const template = loadTemplate(await prepareAssembly());
  const ofTables = template.ofType('AWS::DynamoDB::Table');
  await createTables(engine.endpoint, ofTables);
  const nameOf = (part: string) => ofTables.find(({ name }) => name.includes(part))!.name;
  const tables = { misps: nameOf('misps'), outbox: nameOf('outbox') };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: engine.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  const strikes = new Strikes(client);
  mutateClient?.(client);
  const imported: Misp[] = [];
  const terms = licenseTerms({ LICENSE_KEY_LENGTH: 50, LICENSE_VALIDITY_DAYS: 90 });

  const handlersWith = (clock: () => number, wrap: (store: MispStore) => MispStore): BoundOperations => {
    const serving: Serving = {
      errorCodes: '1.1.4',
      clock,
      storeUntil: (deadline) => wrap(new DynamoDbMispStore(client, tables, deadline)),
      log: () => undefined,
      metrics: () => undefined,
    };
    const bound = boundOperations(serving, terms, 'full');
    return operations?.(bound, serving, terms) ?? bound;
  };
  const scan = async (table: string): Promise<StoredItem[]> => {
    const items: StoredItem[] = [];
    let start: StoredItem | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: start }),
      );
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  };
  return {
    strikes,
    send: async ({ method, path, fields, at }, wrap = (store) => store) => {
      requests += 1;
      const requestId = `race-${requests}`;
      const { name, route, parameters } = routeOf(method, path);
      const body = fields && JSON.stringify({ request: fields });
      const event = gatewayEvent({ method, route, path: parameters, body, requestId });
      const answer = await handlersWith(at === undefined ? Date.now : () => at, wrap)[name](event, lambdaContext(name));
      const { response, errors }: Envelope = JSON.parse(answer.body ?? '');
      return { requestId, response, outcome: errors[0]?.errorCode ?? 'success' };
    },
    importMisp: async (misp) => {
      imported.push(misp);
      await Promise.all(itemsOf(misp).map((Item) => client.send(new PutCommand({ TableName: tables.misps, Item }))));
    },
    imported,
    items: () => scan(tables.misps),
    rows: async () => (await scan(tables.outbox)) as unknown as OutboxRow[],
    stop: async () => {
      client.destroy();
      await engine.stop();
    },
  };
}
