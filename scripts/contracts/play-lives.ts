import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { startLocalCloud } from '../../local/local-cloud.ts';
import { inContracts, type StageTools } from './stages.ts';

/** A life, compiled: contracts/lives has its source. */
type Life = (baseUrl: string, token: string) => Promise<Readonly<Record<string, unknown>>>;

const lives = ['openapi-typescript', 'hey-api'] as const;

/** What every life must have to show for itself, whichever client it used. */
const wanted = {
  verdicts: ['VALID', 'LICENSE_DEACTIVATED', 'MISP_DEACTIVATED', 'MISP_REJECTED'],
  found: 1,
  refusal: 'PMS_MSP_902',
};

/**
 * Plays a whole MISP life with the client of each generator.
 * @throws Error when a life ends otherwise than it should.
 */
export async function playLives({ say }: StageTools): Promise<void> {
  const cloud = await startLocalCloud({ onProgress: say });
  try {
    const token = await cloud.token();
    for (const [index, name] of lives.entries()) {
      const { live }: { readonly live: Life } = await import(
        pathToFileURL(inContracts('generated/built/lives', `${name}.js`)).href
      );
      const { mispId, ...lived } = await live(cloud.baseUrl, token);
      // Each leaves one rejected MISP behind, which the next one's list shows too.
      if (!isDeepStrictEqual(lived, { ...wanted, listed: index + 1 })) {
        throw new Error(`The life with ${name} ended as ${JSON.stringify(lived)}`);
      }
      say(`${name}: MISP ${mispId} lived as it should`);
    }
  } finally {
    await cloud.stop();
  }
}
