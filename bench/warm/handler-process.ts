/**
 * Validates a licence key repeatedly in this process, with the real pipeline, log and metrics: first on a store in memory,
 * then on our DynamoDB store with the SDK, whose requests are answered in this process without a network.
 * Message in: { count }. Message out: HandlerFigures or { error }.
 */
import { performance } from 'node:perf_hooks';
import { operationHandler } from '../../functions/http/operation-handler.ts';
import { contract } from '../../functions/lambdas/validate-license-key/contract.ts';
import { validateLicenseKey } from '../../functions/lambdas/validate-license-key/validate-license-key.ts';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import { writeLog } from '../../functions/telemetry/log.ts';
import { metricsOf } from '../../functions/telemetry/metrics.ts';
import { gatewayEvent, lambdaContext } from '../../test/support/gateway-event.ts';
import { InMemoryMispStore } from '../../test/support/in-memory-misp-store.ts';
import { DAY, sampleLicense, sampleMisp } from '../../test/support/sample-misp.ts';
import type { HandlerFigures } from './handler-figures.ts';
import { Stopwatch } from './stopwatch.ts';
import { storeWithoutNetwork } from './store-without-network.ts';

const WARM_UP = 2000;
/** The most rows in the store in memory. Every put looks through all of them, so more rows would take more time. */
const SLICE = 250;

const license = sampleLicense({ validTo: Date.now() + DAY });
const misp = sampleMisp({ licenses: [license] });
const event = gatewayEvent({
  method: contract.method,
  route: contract.path,
  path: { mispId: misp.id },
  body: JSON.stringify({ id: 'mosip.misp', version: '1.0', request: { mispLicenseKey: license.key } }),
});
const context = lambdaContext();

/** @returns a function that makes one validation on a store and returns how long it took, in milliseconds. */
function validationOn(storeUntil: (deadline: number) => MispStore): () => Promise<number> {
  const handler = operationHandler(contract, validateLicenseKey, {
    errorCodes: '1.1.4',
    clock: Date.now,
    storeUntil,
    log: writeLog,
    metrics: metricsOf('misp-bench'),
  });
  return async () => {
    const start = performance.now();
    const { body } = await handler({ ...event }, context);
    const elapsedMs = performance.now() - start;
    if (!body?.includes('"reason":"VALID"')) throw new Error(`The licence is valid, but the answer is ${body}`);
    return elapsedMs;
  };
}

async function onStoreInMemory(count: number): Promise<Pick<HandlerFigures, 'beyondPortMs' | 'perSecond'>> {
  const memory = new InMemoryMispStore();
  memory.seed(misp);
  const port = new Stopwatch();
  const store = port.measureMethodsOf<MispStore>(memory);
  const validate = validationOn(() => store);
  const beyondPortMs: number[] = [];
  const perSecond: number[] = [];
  for (let done = 0; done < WARM_UP + count; done += SLICE) {
    memory.rows.length = 0;
    memory.calls.length = 0;
    const slice = Math.min(SLICE, WARM_UP + count - done);
    const start = performance.now();
    for (let number = 0; number < slice; number += 1) {
      port.reset();
      const beyondPort = (await validate()) - port.milliseconds;
      if (done >= WARM_UP) beyondPortMs.push(beyondPort);
    }
    if (done >= WARM_UP) perSecond.push((slice / (performance.now() - start)) * 1000);
  }
  return { beyondPortMs, perSecond };
}

async function onStoreWithoutNetwork(count: number): Promise<Pick<HandlerFigures, 'beyondSdkMs' | 'beyondNetworkMs'>> {
  const sdk = new Stopwatch();
  const network = new Stopwatch();
  const validate = validationOn(storeWithoutNetwork(misp, sdk, network));
  const beyondSdkMs: number[] = [];
  const beyondNetworkMs: number[] = [];
  for (let done = 0; done < WARM_UP + count; done += 1) {
    sdk.reset();
    network.reset();
    const elapsedMs = await validate();
    if (done < WARM_UP) continue;
    beyondSdkMs.push(elapsedMs - sdk.milliseconds);
    beyondNetworkMs.push(elapsedMs - network.milliseconds);
  }
  return { beyondSdkMs, beyondNetworkMs };
}

process.once('message', async ({ count }: { count: number }) => {
  try {
    const figures: HandlerFigures = { ...(await onStoreInMemory(count)), ...(await onStoreWithoutNetwork(count)) };
    process.send?.(figures, undefined, undefined, () => process.exit());
  } catch (error) {
    process.send?.({ error: String(error) }, undefined, undefined, () => process.exit(1));
  }
});
