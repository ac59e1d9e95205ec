import type { FunctionInvoker } from '../functions/invocation.ts';
import type { RunnableTemplate } from '../template/resources.ts';
import type { Admit } from './admission.ts';
import { EventBus } from './bus/event-bus.ts';
import type { JournalEvent } from './bus/journal.ts';
import { LogGroups } from './bus/log-groups.ts';
import { Replays } from './bus/replays.ts';
import { CallLedger } from './call-ledger.ts';
import { gate, type Intercept, inTurn } from './call-path.ts';
import { startEndpoint } from './endpoint.ts';
import type { Engine } from './engines/engine.ts';
import { EngineFailures } from './engines/engine-failures.ts';
import { ReadLag } from './lag/read-lag.ts';
import { Queues } from './queues.ts';
import { readSchedules, Schedules } from './schedules.ts';
import { type StoredItem, storedItems } from './stored-items.ts';
import { type Streams, startStreams } from './streams/streams.ts';
import { countRows, createTables } from './tables.ts';

export interface AwsServicesOptions {
  readonly template: RunnableTemplate;
  /** A running engine. It is the caller's to stop, after the services. */
  readonly engine: Engine;
  /** Keeps events, queues, log groups and stream positions; the engine has its own files. Without it all is in memory. */
  readonly dataFolder?: string;
  /** How many events of the bus, and of each log group, are kept in memory; by default 10,000. */
  readonly eventsKept?: number;
  /** Called with every event that the bus accepts, before its sender is answered. */
  readonly onEvent?: (event: JournalEvent) => void;
  /** Called with what an operator should know: records given up, undeliverable events. By default a line on stderr. */
  readonly onProblem?: (text: string) => void;
  /** Asked before every call; by default everything is admitted. */
  readonly admit?: Admit;
  /** What stands in the way of calls that were admitted; the first is the outermost. */
  readonly intercepts?: readonly Intercept[];
  /** The services' clock in milliseconds since 1970; by default the machine's. */
  readonly clock?: () => number;
  /** By how much that was ahead of the machine's at a time of the latter in seconds; by default always as much as now. */
  readonly offsetAt?: (seconds: number) => number;
  /** Milliseconds before the n-th retry of a stream's batch, n from 1; by default 100, 200, 400, … up to 10,000. */
  readonly retryDelay?: (retry: number) => number;
}

const EVENTS_KEPT = 10_000;

/** What the functions talk to, and what drives them. */
export interface AwsServices {
  /** For AWS_ENDPOINT_URL of the functions; serves from the start. */
  readonly endpointUrl: string;
  readonly engine: Engine;
  readonly bus: EventBus;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  readonly calls: CallLedger;
  /** How far reads through the endpoint are behind. */
  readonly lag: ReadLag;
  /**
   * Starts streams and schedules. To be called once, when functions can be invoked; every write after its promise has
   * resolved reaches the stream's function.
   */
  startDriving(invoker: FunctionInvoker): Promise<void>;
  /** The schedules. @throws Error before `startDriving`. */
  readonly schedules: Schedules;
  /** All items of all tables, read in the engine. */
  items(): Promise<readonly StoredItem[]>;
  /** Number of items in a table, counted in the engine. */
  outboxRows(tableName: string): Promise<number>;
  /** Resolves when every stream record has been read: it keeps the time that it was read at. */
  beforeJump(): Promise<void>;
  /** Runs the schedules that became due by a jump of the clock. */
  afterJump(): void;
  /** Resolves when every stream record is delivered or given up, and every event has reached its targets. */
  idle(): Promise<void>;
  /**
   * Ends streams and schedules, then the endpoint. Functions should still be running when it is called: invocations under
   * way are waited for, up to five seconds. The engine is left running.
   */
  stop(): Promise<void>;
}

/**
 * Makes the tables of the template and starts the services that its functions use.
 * @throws Error naming a resource that is not imitated.
 */
export async function startAwsServices(options: AwsServicesOptions): Promise<AwsServices> {
  const { template, engine, dataFolder } = options;
  const onProblem = options.onProblem ?? ((text) => process.stderr.write(`${text}\n`));
  const gates = options.admit === undefined ? [] : [gate(options.admit)];
  const clock = options.clock ?? Date.now;
  const offsetAt = options.offsetAt ?? (() => clock() - Date.now());
  const retryDelay = options.retryDelay ?? ((retry) => Math.min(100 * 2 ** (retry - 1), 10_000));

  let functions: FunctionInvoker | undefined;
  let streams: Streams | undefined;
  let schedules: Schedules | undefined;
  const tables = template.ofType('AWS::DynamoDB::Table');
  const lag = new ReadLag({ engineEndpoint: engine.endpoint, tables, clock });
  const intercept = inTurn([...gates, ...(options.intercepts ?? []), lag.intercept]);
  const queues = new Queues(template, clock, intercept, dataFolder);
  const keeping = { dataFolder, eventsKept: options.eventsKept ?? EVENTS_KEPT, onProblem };
  const logGroups = new LogGroups(template, keeping);
  const means = { intercept, queues, logGroups, invoker: () => functions, clock, onProblem };
  const bus = new EventBus(template, means, keeping);
  if (options.onEvent !== undefined) bus.subscribe(options.onEvent);
  const due = readSchedules(template);
  await createTables(engine.endpoint, tables);

  const ledger = new CallLedger();
  const onWrite = (body: Buffer) => {
    for (const table of tables) if (body.includes(`"${table.name}"`)) streams?.poke(table.name);
  };
  const endpoint = await startEndpoint({
    engineEndpoint: engine.endpoint,
    bus,
    replays: new Replays(template, bus, clock),
    queues,
    intercept,
    ledger,
    failures: new EngineFailures(onProblem),
    onWrite,
    onProblem,
  });

  return {
    endpointUrl: endpoint.url,
    engine,
    bus,
    queues,
    logGroups,
    calls: ledger,
    lag,
    async startDriving(invoker) {
      if (functions !== undefined) throw new Error('The services drive functions already');
      functions = invoker;
      const shared = { template, invoker, queues, clock, offsetAt, onProblem, dataFolder, retryDelay };
      streams = await startStreams({ ...shared, engineEndpoint: engine.endpoint });
      schedules = new Schedules(due, invoker, clock, onProblem);
    },
    get schedules() {
      if (schedules === undefined) throw new Error('The schedules run when functions can be invoked');
      return schedules;
    },
    items: () => storedItems(engine.endpoint, tables),
    outboxRows: (tableName) => countRows(engine.endpoint, tableName),
    async beforeJump() {
      await streams?.readUp();
    },
    afterJump: () => schedules?.clockMoved(),
    async idle() {
      await streams?.idle();
      await bus.idle();
    },
    async stop() {
      schedules?.stop();
      await streams?.stop();
      await bus.idle();
      // A data folder must not keep the copies; an engine that has ended has none.
      await lag.set({ indexes: 0, eventualReads: 0 }).catch(() => undefined);
      await endpoint.stop();
    },
  };
}
