import { join } from 'node:path';
import { prepareAssembly } from './assembly/prepare-assembly.ts';
import type { AwsServices } from './aws/aws-services.ts';
import type { JournalEvent } from './aws/bus/journal.ts';
import { type Engine, startEngine } from './aws/engines/engine.ts';
import { Faults } from './aws/faults/faults.ts';
import { unknownBoundaries } from './aws/iam/boundaries.ts';
import { Permissions } from './aws/iam/permissions.ts';
import { checkPlatformNeeds } from './aws/iam/platform-needs.ts';
import type { ReadLag } from './aws/lag/read-lag.ts';
import type { StoredItem } from './aws/stored-items.ts';
import { CloudClock } from './clock/cloud-clock.ts';
import { claimDataFolder } from './data/data-folder.ts';
import { JsonFile } from './data/json-file.ts';
import { engineLossCausing } from './engine-loss.ts';
import { Callers } from './functions/callers.ts';
import type { Crash } from './functions/crash.ts';
import { Crashes } from './functions/crashes.ts';
import type { InvocationResult } from './functions/invocation.ts';
import type { FunctionRunner, RunningFunction } from './functions/runner.ts';
import { gatewayMessage } from './gateway/answer.ts';
import { apiDefinition } from './gateway/api-definition.ts';
import type { EarlyControls } from './gateway/control-endpoints.ts';
import { withCorsOrigins } from './gateway/cors-origins.ts';
import { gatewayHandler } from './gateway/gateway-handler.ts';
import { HttpApi } from './gateway/http-api.ts';
import type { Issuer, TokenOptions } from './gateway/issuer.ts';
import { type GatewayServer, startServer } from './gateway/server.ts';
import { DEFAULT_USER } from './gateway/token-endpoint.ts';
import type { LocalCloudOptions } from './local-cloud-options.ts';
import { authorizerVariables, startIssuer } from './start-issuer.ts';
import { startFunctions, startServices } from './start-parts.ts';
import { loadTemplate } from './template/load-template.ts';
import type { RunnableTemplate } from './template/resources.ts';

export type { LocalCloudOptions } from './local-cloud-options.ts';

/** The stack, running on this machine. */
export interface LocalCloud {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The base URL of the service's paths, for example `<url>/partnermanagement/v1/misps`. */
  readonly baseUrl: string;
  readonly template: RunnableTemplate;
  readonly services: AwsServices;
  readonly issuer: Issuer;
  /** The template's IAM policies: what is granted, used, and withheld for a test. */
  readonly permissions: Permissions;
  /** Injected faults. */
  readonly faults: Faults;
  /** Planned crashes. */
  readonly crashes: Crashes;
  /** Plans a crash. */
  crash(crash: Crash): void;
  /** The clock of functions, streams, schedules, gateway and issuer. */
  readonly clock: CloudClock;
  /** How far reads lag behind. */
  readonly lag: ReadLag;
  /** A token of the local issuer, by default with the role MISP. */
  token(user?: string, options?: TokenOptions): Promise<string>;
  /** The kept events of the bus after the given number, or all of them. */
  events(since?: number): readonly JournalEvent[];
  /** How many of the oldest events were dropped. */
  droppedEvents(): number;
  /** The number of undelivered outbox rows. */
  outboxRows(): Promise<number>;
  functions(): readonly RunningFunction[];
  /** Every stored item of every table. */
  items(): Promise<readonly StoredItem[]>;
  /** Invokes a function by its full name, or the part after service and stage, such as `publish-audit`. */
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
  /** The last lines that a function wrote, named as in `invoke`. */
  logs(functionName: string): readonly string[];
  /**
   * Resolves when no invocation is running, every stream record is delivered or discarded, and every event has reached
   * its targets.
   */
  idle(): Promise<void>;
  /** Stops everything; resolves when no process is left. */
  stop(): Promise<void>;
}

/**
 * Runs the synthesized stack: its routes, functions, tables, streams, bus, queues and schedules, and a token issuer.
 * @throws Error that says what to do if the port or the folder is taken, no engine runs here, or the template contains
 * something that is not emulated. Nothing keeps running then.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { onProgress = () => {} } = options;
  const onProblem = options.onProblem ?? ((text: string) => void process.stderr.write(`${text}\n`));
  const undo: (() => Promise<void> | void)[] = [];
  let engine: Engine | undefined;
  const stop = async () => {
    // In reverse order of the start, so nothing stops before what needs it.
    for (const end of undo.splice(0).reverse()) await end();
  };
  try {
    const server = await startServer(options.port ?? 0, (error) => onProblem(String(error)));
    undo.push(() => server.stop());
    const data = options.dataFolder === undefined ? undefined : claimDataFolder(options.dataFolder);
    if (data !== undefined) undo.push(data.release);
    const dataFolder = data?.path;
    const building = () => onProgress('Building the functions and the stack ...');
    const template = loadTemplate(options.assemblyFolder ?? (await prepareAssembly(building)));
    data?.belongTo(template.stackName);
    const permissions = new Permissions({ template, withoutGrant: options.withoutGrant, onProblem });
    checkPlatformNeeds(template, permissions);
    for (const text of unknownBoundaries(template)) onProblem(text);
    const clock = new CloudClock(new JsonFile(dataFolder && join(dataFolder, 'clock.json')));
    const issuer = await startIssuer(template, server.origin, dataFolder, clock.now);
    onProgress('Starting the DynamoDB engine ...');
    const started = await startEngine({ kind: options.engine, dataFolder });
    engine = started;
    undo.push(() => started.stop());
    void started.lost.then((reason) => {
      // Answers at once; a function would retry for seconds.
      server.serve(async () => gatewayMessage(503));
      onProblem(`${reason}. The local cloud cannot continue.`);
      options.onLost?.();
    });
    let runner: FunctionRunner | undefined;
    const callers = new Callers(template);
    const crashes = new Crashes(callers, (name, session) => runner?.kill(name, session) ?? false);
    const controls = { faults: new Faults(callers), crashes, clock };
    // Functions must outlive the streams, which wait for their invocations.
    undo.push(() => runner?.stop());
    const services = await startServices(
      template,
      engine,
      { ...options, dataFolder },
      permissions,
      controls,
      onProblem,
    );
    undo.push(() => services.stop());
    runner = startFunctions(template, issuer, services, controls, options, onProblem);
    await services.startTriggers(runner);
    clock.follow(services);
    await services.lag.set(options.lag ?? {});
    const cloud = serve({ template, server, issuer, permissions, controls, services, runner, options, stop });
    undo.push(() => server.serve(async () => gatewayMessage(503)));
    return cloud;
  } catch (error) {
    const lost = await engineLossCausing(error, engine);
    await stop();
    throw lost === undefined ? error : new Error(lost);
  }
}

interface Parts {
  readonly template: RunnableTemplate;
  readonly server: GatewayServer;
  readonly issuer: Issuer;
  readonly permissions: Permissions;
  readonly controls: EarlyControls;
  readonly services: AwsServices;
  readonly runner: FunctionRunner;
  readonly options: LocalCloudOptions;
  readonly stop: () => Promise<void>;
}

function serve({
  template,
  server,
  issuer,
  permissions,
  controls,
  services,
  runner,
  options,
  stop,
}: Parts): LocalCloud {
  const inTemplate = apiDefinition(template);
  const definition = { ...inTemplate, cors: withCorsOrigins(inTemplate.cors, options.corsOrigins ?? []) };
  const { AuditOutboxTableName: outbox = '', ApiUrl = '' } = template.outputs;
  const unlimited = { throttling: undefined, routeThrottling: new Map() };
  const api = new HttpApi(options.throttling === false ? { ...definition, ...unlimited } : definition, {
    invoker: runner,
    clock: controls.clock.now,
  });
  const view = {
    events: (since = 0) => services.bus.eventsSince(since),
    droppedEvents: () => services.bus.droppedEvents,
    outboxRows: () => services.outboxRows(outbox),
    functions: () => runner.table(),
    items: () => services.items(),
  };
  const basePath = new URL(ApiUrl).pathname.replace(/\/$/, '');
  const tokenSource = authorizerVariables(template).TOKEN_SOURCE;
  const allControls = { ...controls, lag: services.lag, issuerKeys: issuer.keys };
  server.serve(gatewayHandler({ api, issuer, view, controls: allControls, tokenSource, basePath }));
  return {
    ...view,
    url: server.origin,
    baseUrl: `${server.origin}${basePath}`,
    template,
    services,
    issuer,
    permissions,
    ...controls,
    lag: services.lag,
    crash: (crash) => controls.crashes.plan(crash),
    token: (user = DEFAULT_USER, tokenOptions) => issuer.token(user, tokenOptions),
    invoke: (functionName, event) => runner.invokeByName(functionName, event),
    logs: (functionName) => runner.logs(functionName),
    idle: async () => {
      await runner.idle();
      await services.idle();
      await runner.idle();
    },
    stop,
  };
}
