import { join } from 'node:path';
import { contract } from '../../functions/lambdas/validate-license-key/contract.ts';
import { gatewayEvent, lambdaContext } from '../../test/support/gateway-event.ts';
import { DAY, sampleLicense, sampleMisp } from '../../test/support/sample-misp.ts';
import { median } from '../../test/support/statistics.ts';
import { askProcess } from '../child-process.ts';
import { bundleVariants } from '../cold-start/bundle-variants.ts';
import type { Took } from '../cold-start/cold-process.ts';
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

/** Answers of the validation and of the bare handler, in turn, in one process; milliseconds of each. */
export interface BesideBare {
  readonly ours: readonly number[];
  /** Of the bare handler in its fastest form: a comparison with a slower one would flatter. */
  readonly bare: readonly number[];
  readonly fastest: BareForm;
}

/** On one engine, by the clock. */
export async function measureBesideBare(count: number): Promise<BesideBare> {
  return besideBare({ warmUp: 50, turns: count, answersOfTurn: 1 }, 'wallMs', (host) =>
    prepareFirstCall('validate-license-key')(host.driver, host.issuer),
  );
}

/** Answers in a row whose processor time is taken: one alone is too short for the clock of the processor. */
const ANSWERS_OF_TURN = 15;

/** On a store that answers at once from another process, in processor time. What engine and waiting take is left out. */
export async function measureProcessorTime(count: number): Promise<BesideBare> {
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
  const turns = Math.ceil(count / ANSWERS_OF_TURN);
  try {
    return await besideBare(
      { warmUp: Math.ceil(turns / 4), turns, answersOfTurn: ANSWERS_OF_TURN },
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
  readonly answersOfTurn: number;
}

async function besideBare(
  turns: Turns,
  unit: keyof Took,
  prepare: (host: FunctionHost) => Promise<FirstCall>,
  environment: Readonly<Record<string, string>> = {},
): Promise<BesideBare> {
  const bundles = await bundleVariants();
  const host = await startFunctionHost('http');
  try {
    const { event, isSuccess } = await prepare(host);
    const { awsRequestId, functionName } = lambdaContext();
    const { took, answers } = await askProcess<{ took: Took[][]; answers: unknown[] }>(
      here('bundles-process.mjs'),
      {
        bundles: [host.bundleOf('validate-license-key'), ...PEER_FORMS.bare.map((form) => bundles.paths.get(form))],
        event,
        context: { awsRequestId, functionName },
        ...turns,
      },
      { environment: { ...host.settingOf('validate-license-key').environment, ...environment } },
    );
    for (const answer of answers) {
      if (!(await isSuccess(answer))) throw new Error(`An answer is no success: ${JSON.stringify(answer)}`);
    }
    const [ours = [], ...forms] = took.map((times) => times.map((one) => one[unit]));
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
