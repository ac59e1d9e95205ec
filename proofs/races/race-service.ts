import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import { eventOf } from '../../test/integration/route.ts';
import { itemsOf } from '../../test/scenarios/imported-items.ts';
import {
  type Binding,
  type BoundOperations,
  operationsOn,
  type StoredItem,
  scanAll,
  scanOutbox,
  startEngineTables,
} from '../../test/support/engine-tables.ts';
import { Faults } from '../../test/support/faults.ts';
import { lambdaContext } from '../../test/support/gateway-event.ts';
import type { RaceRequest } from './race.ts';

/** Where a mistake can be built in. */
export interface Mutation extends Pick<Binding, 'operations'> {
  /** Changes what the client sends. */
  readonly client?: (client: DynamoDBDocumentClient) => void;
}

export interface RaceAnswer {
  readonly requestId: string;
  /** The error code, or `success`. */
  readonly outcome: string;
  /** Null for an error. */
  readonly response: Readonly<Record<string, unknown>> | null;
}

/** The functions of the service in this process, on an engine of their own. */
export interface RaceService {
  readonly faults: Faults;
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
  const engine = await startEngineTables();
  const { client, tables } = engine;
  const faults = new Faults(client);
  mutateClient?.(client);
  const imported: Misp[] = [];
  const handlersWith = (clock: () => number, store: (store: MispStore) => MispStore): BoundOperations =>
    operationsOn(engine, { clock, store, ...(operations === undefined ? {} : { operations }) });
  return {
    faults,
    send: async ({ method, path, fields, at }, wrap = (store) => store) => {
      requests += 1;
      const requestId = `race-${requests}`;
      const { name, event } = eventOf({ method, path, ...(fields === undefined ? {} : { fields }) }, { requestId });
      const answer = await handlersWith(at === undefined ? Date.now : () => at, wrap)[name](event, lambdaContext(name));
      const { response, errors }: Envelope = JSON.parse(answer.body ?? '');
      return { requestId, response, outcome: errors[0]?.errorCode ?? 'success' };
    },
    importMisp: async (misp) => {
      imported.push(misp);
      await Promise.all(itemsOf(misp).map((Item) => client.send(new PutCommand({ TableName: tables.misps, Item }))));
    },
    imported,
    items: () => scanAll(client, tables.misps),
    rows: () => scanOutbox(client, tables.outbox),
    stop: engine.stop,
  };
}
