import { join } from 'node:path';
import { lambdaContext } from '../../support/gateway-event.ts';
import { askProcess } from '../child-process.ts';
import { bundleVariants } from '../cold-start/bundle-variants.ts';
import { prepareFirstCall } from '../cold-start/first-calls.ts';
import { startFunctionHost } from '../cold-start/function-host.ts';

const here = (file: string) => join(import.meta.dirname, file);

/** A validation in one warm process, on a store in memory. */
export interface HandlerFigures {
  /** Of each validation, what is left when the store's calls are taken off, in milliseconds. */
  readonly beyondStoreMs: readonly number[];
  /** Validations a second, one after the other, with log and metrics. */
  readonly perSecond: number;
}

export function measureHandler(count: number): Promise<HandlerFigures> {
  return askProcess(here('handler-process.ts'), { count });
}

/** Answers of the validation and of the bare handler, in turn, in one process on one engine; milliseconds. */
export interface BesideBare {
  readonly ours: readonly number[];
  readonly bare: readonly number[];
}

export async function measureBesideBare(count: number): Promise<BesideBare> {
  const bundles = await bundleVariants();
  const host = await startFunctionHost();
  try {
    const { event, isSuccess } = await prepareFirstCall['validate-license-key'](host.driver, host.issuer);
    const { awsRequestId, functionName } = lambdaContext();
    const { answersMs, answers } = await askProcess<{ answersMs: number[][]; answers: unknown[] }>(
      here('bundles-process.mjs'),
      {
        bundles: [host.bundleOf('validate-license-key'), bundles.paths.get('bare')],
        event,
        context: { awsRequestId, functionName },
        warmUp: 50,
        count,
      },
      host.settingOf('validate-license-key').environment,
    );
    for (const answer of answers) {
      if (!(await isSuccess(answer))) throw new Error(`An answer is no success: ${JSON.stringify(answer)}`);
    }
    const [ours = [], bare = []] = answersMs;
    return { ours, bare };
  } finally {
    await host.stop();
    bundles.remove();
  }
}
