import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { startLocalCloud } from '../../local/local-cloud.ts';
import { inContracts, type StageTools } from './stages.ts';

/** A compiled lifecycle, with its source in contracts/lifecycle. */
type Lifecycle = (baseUrl: string, token: string) => Promise<Readonly<Record<string, unknown>>>;

const generators = ['openapi-typescript', 'hey-api'] as const;

/** The expected result of every lifecycle. */
const expected = {
  verdicts: ['VALID', 'LICENSE_DEACTIVATED', 'MISP_DEACTIVATED', 'MISP_REJECTED'],
  found: 1,
  refusal: 'PMS_MSP_902',
};

/**
 * Runs a full MISP lifecycle with the client of each generator.
 * @throws Error if the result of a lifecycle is not the expected one.
 */
export async function runLifecycles({ say }: StageTools): Promise<void> {
  const cloud = await startLocalCloud({ onProgress: say });
  try {
    const token = await cloud.token();
    for (const [index, name] of generators.entries()) {
      const { runLifecycle }: { readonly runLifecycle: Lifecycle } = await import(
        pathToFileURL(inContracts('generated/built/lifecycle', `${name}.js`)).href
      );
      const { mispId, ...result } = await runLifecycle(cloud.baseUrl, token);
      // Each leaves one rejected MISP, which the list of the next one includes.
      if (!isDeepStrictEqual(result, { ...expected, listed: index + 1 })) {
        throw new Error(`The lifecycle with ${name} had the result ${JSON.stringify(result)}`);
      }
      say(`${name}: MISP ${mispId} passed`);
    }
  } finally {
    await cloud.stop();
  }
}
