import { join } from 'node:path';
import { contract } from '../../functions/lambdas/validate-license-key/contract.ts';
import { gatewayEvent, lambdaContext } from '../../test/support/gateway-event.ts';
import { DAY, sampleLicense, sampleMisp } from '../../test/support/sample-misp.ts';
import { median } from '../../test/support/statistics.ts';
import { askProcess } from '../child-process.ts';
import { bundleVariants } from '../cold-start/bundle-variants.ts';
import type { Duration } from '../cold-start/cold-process.ts';
import { type FirstCall, prepareFirstCall } from '../cold-start/first-calls.ts';
import { type FunctionHost, startFunctionHost } from '../cold-start/function-host.ts';
import { PEER_FORMS } from '../cold-start/peer-forms.ts';
import { startCannedStore } from './canned-store.ts';
import type { HandlerFigures } from './handler-figures.ts';

const here = (file: string) => join(import.meta.dirname, file);

/** A form in which the bare handler is bundled. */
export type BareForm = (typeof PEER_FORMS.bare)[number];

/** @param count validations on each of the stores. */
export function measureHandler(count: number): Promise<HandlerFigures> {
  return askProcess(here('handler-process.ts'), { count });
}

/** The time of each answer of the validation and of the bare handler, in turn in one process, in milliseconds. */
export interface Comparison {
  readonly ours: readonly number[];
  /** The bare handler in its fastest form: a slower form would make us look better. */
  readonly bare: readonly number[];
  readonly fastest: BareForm;
}

/** Compares them on one engine, in elapsed time. */
export async function compareWithBare(count: number): Promise<Comparison> {
  return compareInOneProcess({ warmUp: 50, turns: count, answersPerTurn: 1 }, 'wallMs', (host) =>
    prepareFirstCall('validate-license-key')(host.driver, host.issuer),
  );
}

/** Answers in a row for one measurement: a single one is too short for the clock of processor time. */
export const ANSWERS_PER_TURN = 15;

/** Compares them in processor time, on a store in another process that answers at once. Engine and waiting do not count. */
export async function measureProcessorTime(count: number): Promise<Comparison> {
  const license = sampleLicense({ validTo: Date.now() + DAY });
  const misp = sampleMisp({ licenses: [license] });
  const store = await startCannedStore(misp);
  const event = gatewayEvent({
    method: contract.method,
    route: contract.path,
    path: { mispId: misp.id },
    body: JSON.stringify({ id: 'mosip.misp', version: '1.0', request: { mispLicenseKey: license.key } }),
  });
  const isSuccess = (answer: unknown) => JSON.stringify(answer).includes('isActive\\":true');
  const turns = Math.ceil(count / ANSWERS_PER_TURN);
  try {
    return await compareInOneProcess(
      { warmUp: Math.ceil(turns / 4), turns, answersPerTurn: ANSWERS_PER_TURN },
      'cpuMs',
      async () => ({ event, isSuccess }),
      { AWS_ENDPOINT_URL: store.url },
    );
  } finally {
    await store.stop();
  }
}

interface Turns {
  readonly warmUp: number;
  readonly turns: number;
  readonly answersPerTurn: number;
}

async function compareInOneProcess(
  turns: Turns,
  unit: keyof Duration,
  prepare: (host: FunctionHost) => Promise<FirstCall>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Comparison> {
  const bundles = await bundleVariants();
  const host = await startFunctionHost('http');
  try {
    const { event, isSuccess } = await prepare(host);
    const { awsRequestId, functionName } = lambdaContext();
    const { durations, answers } = await askProcess<{ durations: Duration[][]; answers: unknown[] }>(
      here('bundles-process.mjs'),
      {
        bundles: [host.bundleOf('validate-license-key'), ...PEER_FORMS.bare.map((form) => bundles.paths.get(form))],
        event,
        context: { awsRequestId, functionName },
        ...turns,
      },
      { environment: { ...host.settingsOf('validate-license-key').environment, ...environment } },
    );
    for (const answer of answers) {
      if (!(await isSuccess(answer))) throw new Error(`An answer is no success: ${JSON.stringify(answer)}`);
    }
    const [ours = [], ...forms] = durations.map((times) => times.map((one) => one[unit]));
    const timesOf = (form: BareForm) => forms[PEER_FORMS.bare.indexOf(form)] ?? [];
    const fastest = PEER_FORMS.bare.reduce((one, other) =>
      median(timesOf(other)) < median(timesOf(one)) ? other : one,
    );
    return { ours, bare: timesOf(fastest), fastest };
  } finally {
    await host.stop();
    bundles.remove();
  }
}
