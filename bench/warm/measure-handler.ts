import { join } from 'node:path';
import { lambdaContext } from '../../test/support/gateway-event.ts';
import { median } from '../../test/support/statistics.ts';
import { askProcess } from '../child-process.ts';
import { bundleVariants } from '../cold-start/bundle-variants.ts';
import { prepareFirstCall } from '../cold-start/first-calls.ts';
import { startFunctionHost } from '../cold-start/function-host.ts';
import { PEER_FORMS } from '../cold-start/peer-forms.ts';
import type { HandlerFigures } from './handler-figures.ts';

const here = (file: string) => join(import.meta.dirname, file);

/** A form in which the bare handler is bundled. */
export type BareForm = (typeof PEER_FORMS.bare)[number];

/** @param count validations on each of the stores. */
export function measureHandler(count: number): Promise<HandlerFigures> {
  return askProcess(here('handler-process.ts'), { count });
}

/** Answers of the validation and of the bare handler, in turn, in one process on one engine; milliseconds. */
export interface BesideBare {
  readonly ours: readonly number[];
  /** Of the bare handler in its fastest form: a comparison with a slower one would flatter. */
  readonly bare: readonly number[];
  readonly fastest: BareForm;
}

export async function measureBesideBare(count: number): Promise<BesideBare> {
  const bundles = await bundleVariants();
  const host = await startFunctionHost('http');
  try {
    const { event, isSuccess } = await prepareFirstCall('validate-license-key')(host.driver, host.issuer);
    const { awsRequestId, functionName } = lambdaContext();
    const { answersMs, answers } = await askProcess<{ answersMs: number[][]; answers: unknown[] }>(
      here('bundles-process.mjs'),
      {
        bundles: [host.bundleOf('validate-license-key'), ...PEER_FORMS.bare.map((form) => bundles.paths.get(form))],
        event,
        context: { awsRequestId, functionName },
        warmUp: 50,
        count,
      },
      { environment: host.settingOf('validate-license-key').environment },
    );
    for (const answer of answers) {
      if (!(await isSuccess(answer))) throw new Error(`An answer is no success: ${JSON.stringify(answer)}`);
    }
    const [ours = [], ...forms] = answersMs;
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
