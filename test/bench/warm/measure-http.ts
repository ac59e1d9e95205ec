import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssembly } from '../../../local/assembly/prepare-assembly.ts';
import { functionDefinitions } from '../../../local/functions/definition.ts';
import { loadTemplate } from '../../../local/template/load-template.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../e2e/local-cloud-driver.ts';
import { approved } from '../../scenarios/arrangements.ts';
import type { ServiceRequest } from '../../scenarios/service-driver.ts';
import { bundleVariants } from '../cold-start/bundle-variants.ts';

/** Validations over HTTP through the local cloud, beside the bare handler in the same cloud. */
export interface HttpFigures {
  /** One request after the other, in turn; milliseconds. */
  readonly ours: readonly number[];
  readonly bare: readonly number[];
  /** Answers a second to callers who each wait for the last answer before they send the next request. */
  readonly perSecond: { readonly callers: number; readonly ours: number; readonly bare: number };
}

const CALLERS = 4;
const WARM_UP = 40;
/** The bare handler serves the route of this function: also a PATCH of a MISP, with the grants for the same two calls. */
const HOST_OF_BARE = 'update-misp-status';

/** @param count requests to each, one after the other. @param seconds of each kind with several callers. */
export async function measureHttp(count: number, seconds: number): Promise<HttpFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-bench-'));
  let driver: LocalCloudDriver | undefined;
  try {
    await putBareInto(folder);
    // The rows of the bare handler are none that the publisher could read, and it says so in its log.
    driver = await startOnLocalCloud({ assemblyFolder: folder, onLog: () => undefined });
    const send = senderTo(driver, await approved(driver));
    for (let done = 0; done < WARM_UP; done += 1) await inTurn(done, send);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let done = 0; done < count; done += 1) {
      const took = await inTurn(done, send);
      ours.push(took.ours);
      bare.push(took.bare);
    }
    const perSecond = { callers: CALLERS, bare: await rate(send.bare, seconds), ours: await rate(send.ours, seconds) };
    return { ours, bare, perSecond };
  } finally {
    await driver?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function putBareInto(folder: string): Promise<void> {
  cpSync(await prepareAssembly(), folder, { recursive: true });
  const host = functionDefinitions(loadTemplate(folder)).find(({ name }) => name.endsWith(`-${HOST_OF_BARE}`));
  const bundles = await bundleVariants();
  try {
    const bare = bundles.paths.get('bare');
    if (host === undefined || bare === undefined)
      throw new Error('The bare handler or the function that it replaces is missing');
    rmSync(join(host.codeFolder, 'index.mjs'));
    copyFileSync(bare, join(host.codeFolder, 'index.cjs'));
  } finally {
    bundles.remove();
  }
}

interface Sender {
  /** Sends one request. @returns how long its answer took, in milliseconds. */
  readonly ours: () => Promise<number>;
  readonly bare: () => Promise<number>;
}

function senderTo(driver: LocalCloudDriver, { id, key }: { readonly id: string; readonly key: string }): Sender {
  const fields = { mispLicenseKey: key };
  const timed = (request: ServiceRequest) => async () => {
    const start = performance.now();
    const answer = await driver.send(request);
    const took = performance.now() - start;
    if (answer.body.response?.isActive !== true) throw new Error(`No verdict: ${JSON.stringify(answer.body)}`);
    return took;
  };
  return {
    ours: timed({ method: 'PATCH', path: `/misps/${id}/licenseKey`, fields }),
    bare: timed({ method: 'PATCH', path: `/misps/${id}`, fields }),
  };
}

/** One request of each; every other time the other one comes first. */
async function inTurn(turn: number, { ours, bare }: Sender): Promise<{ readonly ours: number; readonly bare: number }> {
  if (turn % 2 === 0) return { ours: await ours(), bare: await bare() };
  const tookBare = await bare();
  return { ours: await ours(), bare: tookBare };
}

async function rate(send: () => Promise<number>, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let answers = 0;
  const caller = async () => {
    while (performance.now() < end) {
      await send();
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return answers / seconds;
}
