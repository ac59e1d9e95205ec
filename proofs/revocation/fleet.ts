import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Misp } from '../../functions/domain/misp.ts';
import type { OperationName } from '../../functions/operations.ts';
import { startEngine } from '../../local/aws/engines/engine.ts';
import { createTables } from '../../local/aws/tables.ts';
import { functionDefinitions } from '../../local/functions/definition.ts';
import { environmentOf } from '../../local/functions/environment.ts';
import { FunctionWorker } from '../../local/functions/worker.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import { eventOf } from '../../test/integration/route.ts';
import { itemsOf } from '../../test/scenarios/imported-items.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';
import { engineClient } from '../../test/support/engine-tables.ts';
import { startLaggingReplica } from './lagging-replica.ts';

/** `response` is null if the function refused; `errorCode` says why. */
export interface InstanceAnswer {
  readonly response: Readonly<Record<string, unknown>> | null;
  readonly errorCode: string | undefined;
}

/** One process of a function. It takes one call at a time, as on Lambda. */
export interface Instance {
  /** @throws Error if the function failed. */
  call(request: ServiceRequest): Promise<InstanceAnswer>;
}

/** Processes of the functions' bundles on a separate engine. */
export interface Fleet {
  /** Warm processes of the validation. */
  readonly validators: readonly Instance[];
  /** One process of each function that revokes. */
  readonly revokers: Readonly<Record<Revoking, Instance>>;
  importMisp(misp: Misp): Promise<void>;
  stop(): Promise<void>;
}

export type Revoking = Extract<
  OperationName,
  'update-license-key-status' | 'update-misp-status' | 'process-misp-status' | 'rotate-license-key'
>;

/**
 * The clock of each validating process, in milliseconds ahead: one is late, one early. The late one still considers a
 * rotated key unexpired, however slow the machine is: a call that takes ten seconds fails.
 */
const VALIDATORS_AHEAD_MS = [0, -60_000, 500, 0];
/** The greatest age of an eventually consistent read: longer than a revocation takes. */
const LAG_MS = 1000;

interface FunctionAnswer {
  readonly body: string;
}

/** @param assemblyFolder where the bundles are. */
export async function startFleet(assemblyFolder: string): Promise<Fleet> {
  const engine = await startEngine();
  const template = loadTemplate(assemblyFolder);
  // Nobody reads the streams here, and dynoxide gets slower with every stream record.
  const tables = template.ofType('AWS::DynamoDB::Table').map((table) => {
    const { StreamSpecification: _, ...properties } = table.properties;
    return { ...table, properties };
  });
  await createTables(engine.endpoint, tables);
  const replica = await startLaggingReplica(engine.endpoint, LAG_MS);
  const client = engineClient(engine.endpoint);
  const misps = tables.find(({ name }) => name.includes('misps'))!.name;
  const definitions = functionDefinitions(template);
  const workers: FunctionWorker[] = [];
  const start = async (name: OperationName, aheadMs = 0): Promise<Instance> => {
    const definition = definitions.find((one) => one.name.endsWith(`-${name}`))!;
    const environment = environmentOf(definition, replica.url, (_, value) => value);
    const worker = new FunctionWorker(
      definition,
      environment,
      () => undefined,
      () => aheadMs,
    );
    workers.push(worker);
    const problem = await worker.started;
    if (problem !== undefined) throw new Error(`${name} does not start: ${JSON.stringify(problem)}`);
    let calls = 0;
    return {
      call: async (request) => {
        calls += 1;
        const requestId = `${worker.processId}-${calls}`;
        const { event } = eventOf(request, { requestId });
        const result = await worker.invoke(JSON.stringify(event), requestId);
        if (!result.ok) throw new Error(`${name} failed: ${result.errorType} ${result.errorMessage}`);
        const { response, errors } = JSON.parse((result.value as FunctionAnswer).body);
        return { response, errorCode: errors[0]?.errorCode };
      },
    };
  };
  const stop = async () => {
    for (const worker of workers) worker.kill();
    await Promise.all(workers.map((worker) => worker.ended));
    client.destroy();
    await replica.stop();
    await engine.stop();
  };
  try {
    const validators = await Promise.all(VALIDATORS_AHEAD_MS.map((aheadMs) => start('validate-license-key', aheadMs)));
    const [byKey, byMisp, byReject, byRotation] = await Promise.all([
      start('update-license-key-status'),
      start('update-misp-status'),
      start('process-misp-status'),
      start('rotate-license-key'),
    ]);
    return {
      validators,
      revokers: {
        'update-license-key-status': byKey,
        'update-misp-status': byMisp,
        'process-misp-status': byReject,
        'rotate-license-key': byRotation,
      },
      importMisp: async (misp) => {
        for (const item of itemsOf(misp)) await client.send(new PutCommand({ TableName: misps, Item: item }));
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
