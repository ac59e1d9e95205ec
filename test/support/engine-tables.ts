import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { OperationHandler, Serving } from '../../functions/http/operation-handler.ts';
import type { ApprovalTerms } from '../../functions/lambdas/process-misp-status/process-misp-status.ts';
import type { LicenseKeyVisibility } from '../../functions/operation/license-key-visibility.ts';
import type { OperationName } from '../../functions/operations.ts';
import { licenseTerms } from '../../functions/runtime/license-terms.ts';
import { DynamoDbMispStore, type TableNames } from '../../functions/storage/dynamodb-misp-store.ts';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { type Engine, startEngine } from '../../local/aws/engines/engine.ts';
import type { EngineKind } from '../../local/aws/engines/engine-program.ts';
import { signatureHeaders } from '../../local/aws/engines/engine-request.ts';
import { createTables } from '../../local/aws/tables.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import type { Resource } from '../../local/template/resources.ts';
import { boundOperations } from './bound-operations.ts';

/** The operations in this process on a real engine, for tests and proofs. */

/** An item of any table. */
export type StoredItem = Readonly<Record<string, unknown>>;
export type BoundOperations = Readonly<Record<OperationName, OperationHandler>>;

export function engineClient(endpoint: string): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // A real signature is a third of what a call costs here, and no engine looks at it.
    signer: {
      sign: async (request) => {
        Object.assign(request.headers, signatureHeaders);
        return request;
      },
    },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** All items of a table. */
export async function scanAll(client: DynamoDBDocumentClient, TableName: string): Promise<readonly StoredItem[]> {
  const items: StoredItem[] = [];
  let ExclusiveStartKey: StoredItem | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

/** All rows of an outbox; only the store puts them. */
export const scanOutbox = async (client: DynamoDBDocumentClient, table: string): Promise<readonly OutboxRow[]> =>
  (await scanAll(client, table)) as unknown as readonly OutboxRow[];

/**
 * The tables of the synthesized template, without the streams: nobody reads them here, and they make dynoxide slow.
 */
export const templateTables = async (): Promise<readonly Resource[]> =>
  loadTemplate(await prepareAssembly())
    .ofType('AWS::DynamoDB::Table')
    .map(withoutStream);

export function tableNames(tables: readonly Resource[]): TableNames {
  const nameOf = (part: string) => tables.find(({ name }) => name.includes(part))!.name;
  return { misps: nameOf('misps'), outbox: nameOf('outbox') };
}

function withoutStream(table: Resource): Resource {
  const { StreamSpecification: _, ...properties } = table.properties;
  return { ...table, properties };
}

export interface EngineTables {
  readonly client: DynamoDBDocumentClient;
  /** Of the engine, for calls from another process. */
  readonly endpoint: string;
  readonly tables: TableNames;
  stop(): Promise<void>;
}

export interface EngineTablesOptions {
  readonly kind?: EngineKind;
}

/** A separate engine with the empty tables of the synthesized template. */
export async function startEngineTables({ kind }: EngineTablesOptions = {}): Promise<EngineTables> {
  const engine: Engine = await startEngine(kind === undefined ? {} : { kind });
  const all = await templateTables();
  await createTables(engine.endpoint, all);
  const client = engineClient(engine.endpoint);
  const stop = async () => {
    client.destroy();
    await engine.stop();
  };
  return { client, endpoint: engine.endpoint, tables: tableNames(all), stop };
}

/** The dependencies of the operations that a test may replace. */
export interface Binding extends Partial<Omit<Serving, 'storeUntil'>> {
  readonly visibility?: LicenseKeyVisibility;
  readonly separationOfDuties?: boolean;
  /** Draws the keys of new licences. */
  readonly newKey?: () => string;
  /** Wraps the store of the operations. */
  readonly store?: (store: MispStore) => MispStore;
  /** Replaces operations. */
  readonly operations?: (bound: BoundOperations, serving: Serving, terms: ApprovalTerms) => BoundOperations;
}

/** The operations behind their real pipeline, on these tables. */
export const operationsOn = (
  { client, tables }: Pick<EngineTables, 'client' | 'tables'>,
  binding: Binding = {},
): BoundOperations => operationsOnStore((deadline) => new DynamoDbMispStore(client, tables, deadline), binding);

/** The same on any store. */
export function operationsOnStore(
  storeUntil: Serving['storeUntil'],
  {
    visibility = 'full',
    separationOfDuties = false,
    newKey,
    store = (one) => one,
    operations,
    ...serving
  }: Binding = {},
): BoundOperations {
  const configured = licenseTerms({ LICENSE_KEY_LENGTH: 50, LICENSE_VALIDITY_DAYS: 90 });
  const terms = { ...configured, separationOfDuties, newKey: newKey ?? configured.newKey };
  const bindTo: Serving = {
    errorCodes: '1.1.4',
    clock: Date.now,
    log: () => undefined,
    metrics: () => undefined,
    ...serving,
    storeUntil: (deadline) => store(storeUntil(deadline)),
  };
  const bound = boundOperations(bindTo, terms, visibility);
  return operations?.(bound, bindTo, terms) ?? bound;
}
