import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EventBus } from '../../functions/audit/event-bus.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { TableNames } from '../../functions/storage/dynamodb-misp-store.ts';
import { DynamoDbOutbox } from '../../functions/storage/dynamodb-outbox.ts';
import { type Engine, startEngine } from '../../local/aws/engines/engine.ts';
import { callEngine } from '../../local/aws/engines/engine-request.ts';
import { createTables } from '../../local/aws/tables.ts';
import { putAll } from '../../test/scenarios/imported-items.ts';
import {
  type Binding,
  type BoundOperations,
  engineClient,
  operationsOn,
  type StoredItem,
  scanAll,
  scanOutbox,
  tableNames,
  templateTables,
} from '../../test/support/engine-tables.ts';
import { asking, bindingAt } from './ask.ts';
import { type Delivery, deliverRows } from './deliver-rows.ts';
import type { Call, Configuration } from './reference/call.ts';

/** Where a mistake can be built in, for a run of a proof alone. */
export interface Mutation extends Pick<Binding, 'newKey' | 'store' | 'operations'> {
  /** Changes what the client sends, or what it is answered. */
  readonly client?: (client: DynamoDBDocumentClient) => void;
  /** Stands between the publisher and the bus. */
  readonly bus?: (bus: EventBus) => EventBus;
}

/** An answer of the service, as it left its pipeline. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: AnswerBody;
}
export interface AnswerBody {
  readonly id: string | null;
  readonly version: string | null;
  readonly responsetime: string;
  readonly metadata: { readonly nextCursor?: string } | null;
  readonly response: unknown;
  readonly errors: readonly { readonly errorCode: string; readonly message: string }[];
}

/** The operations in this process, on tables that nobody else uses. */
export interface Service {
  /** @param timeLeftMs what the function's context says of its time. */
  ask(call: Call, timeLeftMs?: number): Promise<Answered>;
  put(items: readonly StoredItem[]): Promise<void>;
  /** Everything in the table of MISPs. */
  items(): Promise<readonly StoredItem[]>;
  /** Everything in the outbox. */
  rows(): Promise<readonly OutboxRow[]>;
  /** Brings rows to the publisher. */
  deliver(rows: readonly OutboxRow[]): Promise<Delivery>;
  /** Takes the tables away. */
  drop(): Promise<void>;
}

export interface ProvingGround {
  /** The service on empty tables. */
  fresh(configuration: Configuration): Promise<Service>;
  stop(): Promise<void>;
}

/** dynoxide gets slower with every set of tables, so an engine serves so many of them and no more. */
const TABLES_AN_ENGINE = 100;

interface RunningEngine {
  readonly started: Promise<{ readonly engine: Engine; readonly client: DynamoDBDocumentClient }>;
  sets: number;
  /** Sets of tables in use; an engine that is full ends with the last of them. */
  inUse: number;
}

/** The service in this process on a real engine, with tables of its own for every sequence or history. */
export async function startProvingGround(mutation: Mutation = {}): Promise<ProvingGround> {
  const ofTables = await templateTables();
  const running = new Set<RunningEngine>();
  let current: RunningEngine | undefined;
  const startOne = (): RunningEngine => {
    const start = async () => {
      const engine = await startEngine();
      const client = engineClient(engine.endpoint);
      mutation.client?.(client);
      return { engine, client };
    };
    const one = { started: start(), sets: 0, inUse: 0 };
    running.add(one);
    return one;
  };
  const retire = async (one: RunningEngine) => {
    running.delete(one);
    const { engine, client } = await one.started;
    client.destroy();
    await engine.stop();
  };
  return {
    fresh: async (configuration) => {
      if (current === undefined || current.sets >= TABLES_AN_ENGINE) {
        const full = current;
        current = startOne();
        if (full?.inUse === 0) await retire(full);
      }
      const on = current;
      on.sets += 1;
      on.inUse += 1;
      const set = ofTables.map((table) => ({ ...table, name: `${table.name}-${on.sets}` }));
      const tables = tableNames(set);
      const { engine, client } = await on.started;
      await createTables(engine.endpoint, set);
      const drop = async () => {
        for (const TableName of Object.values(tables)) {
          await callEngine(engine.endpoint, 'DynamoDB_20120810.DeleteTable', { TableName });
        }
        on.inUse -= 1;
        if (on.inUse === 0 && on !== current) await retire(on);
      };
      return { ...serviceOn(client, tables, configuration, mutation), drop };
    },
    stop: async () => {
      for (const one of running) await retire(one);
    },
  };
}

function serviceOn(
  client: DynamoDBDocumentClient,
  tables: TableNames,
  configuration: Configuration,
  mutation: Mutation,
): Omit<Service, 'drop'> {
  // Requests run at once, each at a time of its own: so each has its own operations around its own clock.
  const operationsAt = (at: number): BoundOperations =>
    operationsOn({ client, tables }, bindingAt(at, configuration, mutation));
  const rows = () => scanOutbox(client, tables.outbox);
  return {
    ask: asking(operationsAt),
    put: (items) => putAll(tables.misps, client, items),
    items: () => scanAll(client, tables.misps),
    rows,
    deliver: async (brought) => {
      const outboxUntil = (deadline: number) => new DynamoDbOutbox(client, tables.outbox, deadline);
      const delivery = await deliverRows(brought, outboxUntil, mutation.bus ?? ((bus) => bus));
      return { ...delivery, left: await rows() };
    },
  };
}
