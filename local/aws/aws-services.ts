import type { FunctionInvoker } from '../functions/invocation.ts';
import type { RunnableTemplate } from '../template/resources.ts';
import type { Admit } from './admission.ts';
import { EventBus } from './bus/event-bus.ts';
import type { JournalEvent } from './bus/journal.ts';
import { LogGroups } from './bus/log-groups.ts';
import { Replays } from './bus/replays.ts';
import { CallLedger } from './call-ledger.ts';
import { chain, gate, type Intercept } from './call-path.ts';
import { startEndpoint } from './endpoint.ts';
import type { Engine } from './engines/engine.ts';
import { EngineFailures } from './engines/engine-failures.ts';
import { ReadLag } from './lag/read-lag.ts';
import { Queues } from './queues.ts';
import { readSchedules, Schedules } from './schedules.ts';
import { type StoredItem, storedItems } from './stored-items.ts';
import { type Streams, startStreams } from './streams/streams.ts';
import { countRows, createTables, hasTables } from './tables.ts';

export interface AwsServicesOptions {
  readonly template: RunnableTemplate;
  /** A running engine. The caller stops it, after the services. */
  readonly engine: Engine;
  /**
   * Stores events, queues, log groups and stream positions; the engine has its own files. Without it, everything is in
   * memory.
   */
  readonly dataFolder?: string;
  /** How many events of the bus, and of each log group, stay in memory; by default 10,000. */
  readonly eventsKept?: number;
  /** Called with every event that the bus accepts, before the sender gets its answer. */
  readonly onEvent?: (event: JournalEvent) => void;
  /**
   * Called with problems that an operator should see, such as discarded records and undeliverable events. By default,
   * writes a line to stderr.
   */
  readonly onProblem?: (text: string) => void;
  /** Called before every call; by default everything is admitted. */
  readonly admit?: Admit;
  /** Interceptors of admitted calls; the first is the outermost. */
  readonly intercepts?: readonly Intercept[];
  /** The services' clock in milliseconds since 1970; by default the machine's. */
  readonly clock?: () => number;
  /**
   * Milliseconds by which `clock` was ahead of the machine's clock at a machine time in seconds. By default, the
   * current difference.
   */
  readonly offsetAt?: (seconds: number) => number;
  /** Milliseconds before the n-th retry of a stream batch, n from 1; by default 100, 200, 400, … up to 10,000. */
  readonly retryDelay?: (retry: number) => number;
}

const EVENTS_KEPT = 10_000;

/** The AWS services that functions call, and those that invoke functions. */
export interface AwsServices {
  /** For AWS_ENDPOINT_URL of the functions; available at once. */
  readonly endpointUrl: string;
  readonly engine: Engine;
  readonly bus: EventBus;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  readonly calls: CallLedger;
  /** How far reads through the endpoint lag behind. */
  readonly lag: ReadLag;
  /**
   * Starts streams and schedules. Call it once, as soon as functions can be invoked. Every write after its promise
   * resolves reaches the stream's function.
   */
  startTriggers(invoker: FunctionInvoker): Promise<void>;
  /** The schedules. @throws Error before `startTriggers`. */
  readonly schedules: Schedules;
  /** All items of all tables, read directly from the engine. */
  items(): Promise<readonly StoredItem[]>;
  /** Counts the items of a table, directly in the engine. */
  outboxRows(tableName: string): Promise<number>;
  /** Resolves when every stream record has been read. A record's time is fixed when it is read. */
  beforeClockJump(): Promise<void>;
  /** Runs the schedules that are due after a jump of the clock. */
  afterClockJump(): void;
  /** Resolves when every stream record is delivered or discarded, and every event has reached its targets. */
  idle(): Promise<void>;
  /**
   * Stops streams and schedules, then the endpoint. Call it while functions still run: it waits up to five seconds for
   * running invocations. The engine keeps running.
   */
  stop(): Promise<void>;
}

/**
 * Creates the tables of the template and starts the services that its functions use.
 * @throws Error naming a resource that is not emulated.
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
  const intercept = chain([...gates, ...(options.intercepts ?? []), lag.intercept]);
  const queues = new Queues(template, clock, intercept, dataFolder);
  const storage = { dataFolder, eventsKept: options.eventsKept ?? EVENTS_KEPT, onProblem };
  const logGroups = new LogGroups(template, storage);
  const dependencies = { intercept, queues, logGroups, invoker: () => functions, clock, onProblem };
  const bus = new EventBus(template, dependencies, storage);
  if (options.onEvent !== undefined) bus.subscribe(options.onEvent);
  const due = readSchedules(template);
  if (dataFolder !== undefined && bus.eventsSince(0).length > 0 && !(await hasTables(engine.endpoint))) {
    throw new Error(
      `${dataFolder} has events of an earlier start, but its tables are gone: the files of the database are damaged or missing. ` +
        'Put them back, or start with another data folder.',
    );
  }
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
    async startTriggers(invoker) {
      if (functions !== undefined) throw new Error('startTriggers was called before');
      functions = invoker;
      const shared = { template, invoker, queues, clock, offsetAt, onProblem, dataFolder, retryDelay };
      streams = await startStreams({ ...shared, engineEndpoint: engine.endpoint });
      schedules = new Schedules(due, invoker, clock, onProblem);
    },
    get schedules() {
      if (schedules === undefined) throw new Error('There are no schedules before startTriggers');
      return schedules;
    },
    items: () => storedItems(engine.endpoint, tables),
    outboxRows: (tableName) => countRows(engine.endpoint, tableName),
    async beforeClockJump() {
      await streams?.readToEnd();
    },
    afterClockJump: () => schedules?.clockMoved(),
    async idle() {
      await streams?.idle();
      await bus.idle();
    },
    async stop() {
      schedules?.stop();
      await streams?.stop();
      await bus.idle();
      // Deletes the copies, which must not stay in a data folder. An engine that has stopped has none.
      await lag.set({ indexes: 0, eventualReads: 0 }).catch(() => undefined);
      await endpoint.stop();
    },
  };
}
