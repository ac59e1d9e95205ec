import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EventBus } from '../../functions/audit/event-bus.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { TableNames } from '../../functions/storage/dynamodb-misp-store.ts';
import { DynamoDbOutbox } from '../../functions/storage/dynamodb-outbox.ts';
import { type Engine, startEngine } from '../../local/aws/engines/engine.ts';
import { callEngine } from '../../local/aws/engines/engine-request.ts';
import { storedItems } from '../../local/aws/stored-items.ts';
import { createTables } from '../../local/aws/tables.ts';
import { putAll } from '../../test/scenarios/imported-items.ts';
import {
  type Binding,
  type BoundOperations,
  engineClient,
  operationsOn,
  type StoredItem,
  scanOutbox,
  tableNames,
  templateTables,
} from '../../test/support/engine-tables.ts';
import { asking, bindingWith } from './ask.ts';
import { type Delivery, deliverRows } from './deliver-rows.ts';
import type { Call, Configuration } from './reference/call.ts';

/** The place for a mistake, for one run of a proof. */
export interface Mutation extends Pick<Binding, 'newKey' | 'store' | 'operations'> {
  /** Changes what the client sends or receives. */
  readonly client?: (client: DynamoDBDocumentClient) => void;
  /** Wraps the bus of the publisher. */
  readonly bus?: (bus: EventBus) => EventBus;
}

/** An answer of the service's pipeline. */
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

/** The operations in this process, on separate tables. */
export interface Service {
  /** @param timeLeftMs the remaining time of the function's context. */
  ask(call: Call, timeLeftMs?: number): Promise<Answered>;
  put(items: readonly StoredItem[]): Promise<void>;
  /** Everything in the table of MISPs. */
  items(): Promise<readonly StoredItem[]>;
  /** Everything in the outbox. */
  rows(): Promise<readonly OutboxRow[]>;
  /** Gives rows to the publisher. */
  deliver(rows: readonly OutboxRow[]): Promise<Delivery>;
  /** Deletes the tables. */
  drop(): Promise<void>;
}

export interface ProvingGround {
  /** The service on empty tables. */
  fresh(configuration: Configuration): Promise<Service>;
  stop(): Promise<void>;
}

/** dynoxide gets slower with every set of tables, so an engine serves only this many. */
const TABLES_AN_ENGINE = 100;

interface RunningEngine {
  readonly started: Promise<{ readonly engine: Engine; readonly client: DynamoDBDocumentClient }>;
  sets: number;
  /** Sets of tables in use; a full engine ends with its last set. */
  inUse: number;
}

/** The service in this process on a real engine, with separate tables for every sequence or history. */
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
      return { ...serviceOn(engine.endpoint, client, tables, configuration, mutation), drop };
    },
    stop: async () => {
      for (const one of running) await retire(one);
    },
  };
}

function serviceOn(
  endpoint: string,
  client: DynamoDBDocumentClient,
  tables: TableNames,
  configuration: Configuration,
  mutation: Mutation,
): Omit<Service, 'drop'> {
  // Concurrent requests have different times, so each has its own operations and clock.
  const operationsAt = (at: number): BoundOperations =>
    operationsOn(
      { client, tables },
      bindingWith(() => at, configuration, mutation),
    );
  const rows = () => scanOutbox(client, tables.outbox);
  return {
    ask: asking(operationsAt),
    put: (items) => putAll(tables.misps, client, items),
    // Not through the client: this runs after each change and takes half as long, and no mistake in the client reaches the check.
    items: async () => (await storedItems(endpoint, [{ name: tables.misps }])).map(({ item }) => item),
    rows,
    deliver: async (brought) => {
      const outboxUntil = (deadline: number) => new DynamoDbOutbox(client, tables.outbox, deadline);
      const delivery = await deliverRows(brought, outboxUntil, mutation.bus ?? ((bus) => bus));
      return { ...delivery, undelivered: await rows() };
    },
  };
}
