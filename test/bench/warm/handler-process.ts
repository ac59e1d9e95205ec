import { performance } from 'node:perf_hooks';
import { operationHandler } from '../../../functions/http/operation-handler.ts';
import type { MispStore } from '../../../functions/storage/misp-store.ts';
import { writeLog } from '../../../functions/telemetry/log.ts';
import { metricsOf } from '../../../functions/telemetry/metrics.ts';
import { contract } from '../../../functions/validate-license-key/contract.ts';
import { validateLicenseKey } from '../../../functions/validate-license-key/validate-license-key.ts';
import { gatewayEvent, lambdaContext } from '../../support/gateway-event.ts';
import { InMemoryMispStore } from '../../support/in-memory-misp-store.ts';
import { DAY, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';

/**
 * Validates a licence key again and again in this process, on a store in memory, with the real pipeline, log and metrics.
 * Message in: { count }. Message out: { beyondStoreMs, perSecond }.
 */

const WARM_UP = 2000;

let storeMs = 0;
const license = sampleLicense({ validTo: Date.now() + DAY });
const misp = sampleMisp({ licenses: [license] });
const memory = new InMemoryMispStore();
memory.seed(misp);

/** The same store, and how long its calls took. */
const store: MispStore = new Proxy(memory, {
  get(target, name) {
    const method: unknown = Reflect.get(target, name, target);
    if (typeof method !== 'function') return method;
    return async (...args: unknown[]) => {
      const start = performance.now();
      try {
        return await Reflect.apply(method, target, args);
      } finally {
        storeMs += performance.now() - start;
      }
    };
  },
});

const handler = operationHandler(contract, validateLicenseKey, {
  errorCodes: '1.1.4',
  clock: Date.now,
  storeUntil: () => store,
  log: writeLog,
  metrics: metricsOf('misp-bench-validate-license-key'),
});

const event = gatewayEvent({
  method: contract.method,
  route: contract.path,
  path: { mispId: misp.id },
  body: JSON.stringify({ id: 'mosip.misp', version: '1.0', request: { mispLicenseKey: license.key } }),
});
const context = lambdaContext();

async function validate(): Promise<number> {
  storeMs = 0;
  const start = performance.now();
  const { body } = await handler({ ...event }, context);
  const took = performance.now() - start - storeMs;
  if (!body?.includes('"reason":"VALID"')) throw new Error(`The licence is valid, but the answer is ${body}`);
  return took;
}

process.once('message', async ({ count }: { count: number }) => {
  try {
    for (let done = 0; done < WARM_UP; done += 1) await validate();
    memory.rows.length = 0;
    memory.calls.length = 0;
    const beyondStoreMs: number[] = [];
    const start = performance.now();
    for (let done = 0; done < count; done += 1) beyondStoreMs.push(await validate());
    const perSecond = count / ((performance.now() - start) / 1000);
    process.send?.({ beyondStoreMs, perSecond }, undefined, undefined, () => process.exit());
  } catch (error) {
    process.send?.({ error: String(error) }, undefined, undefined, () => process.exit(1));
  }
});
