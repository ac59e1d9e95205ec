import { copyFileSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import { functionDefinitions } from '../../local/functions/definition.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { approved } from '../../test/scenarios/arrangements.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';
import { bundleVariants } from '../cold-start/bundle-variants.ts';
import { engineForManyRows, type engineSentence } from '../engine-for-many-rows.ts';
import { productionAssembly } from '../production-assembly.ts';
import type { BareForm } from './measure-handler.ts';

/** Validations over HTTP through the local cloud, and the bare handler in the same cloud. */
export interface HttpFigures {
  /** One request after the other, in turn; milliseconds. */
  readonly ours: readonly number[];
  readonly bare: readonly number[];
  /** Answers a second in each slice of time, to callers who each wait for an answer before they send the next request. */
  readonly perSecond: { readonly ours: readonly number[]; readonly bare: readonly number[] };
  readonly engine: Parameters<typeof engineSentence>[0];
}

export interface HttpSizes {
  /** Requests of each kind, one after the other. */
  readonly requests: number;
  /** Slices of time of each kind with several callers, in turn; 0 for no such measurement. */
  readonly slices: number;
  readonly secondsPerSlice: number;
}

export const CALLERS = 4;
const WARM_UP = 40;
const WARM_UP_SECONDS = 2;
/** The bare handler serves the route of this function: also a PATCH of a MISP, with the grants for the same two calls. */
const REPLACED_FUNCTION = 'update-misp-status';

/** @param form of the bare handler; `bare-published` if its rows are published like ours. */
export async function measureHttp(form: BareForm | 'bare-published', sizes: HttpSizes): Promise<HttpFigures> {
  const { folder, remove } = await productionAssembly();
  let driver: LocalCloudDriver | undefined;
  try {
    await installBareHandler(folder, form);
    // The publisher cannot read the rows of the plain bare handler. What it logs about that is discarded.
    const engine = engineForManyRows();
    driver = await startOnLocalCloud({ assemblyFolder: folder, engine, onLog: () => undefined, document: null });
    const sender = senderTo(driver, await approved(driver));
    return {
      ...(await measureAlternating(sender, sizes)),
      perSecond: await rates(sender, sizes),
      engine: driver.cloud.services.engine.kind,
    };
  } finally {
    await driver?.stop();
    remove();
  }
}

async function installBareHandler(folder: string, form: BareForm | 'bare-published'): Promise<void> {
  const host = functionDefinitions(loadTemplate(folder)).find(({ name }) => name.endsWith(`-${REPLACED_FUNCTION}`));
  const bundles = await bundleVariants();
  try {
    const bare = bundles.paths.get(form);
    if (host === undefined || bare === undefined)
      throw new Error('The bare handler or the function that it replaces is missing');
    rmSync(join(host.codeFolder, 'index.mjs'));
    copyFileSync(bare, join(host.codeFolder, `index${extname(bare)}`));
  } finally {
    bundles.remove();
  }
}

interface Sender {
  /** Sends one request. @returns the time until its answer, in milliseconds. */
  readonly ours: () => Promise<number>;
  readonly bare: () => Promise<number>;
  /** Waits until all rows are published. That happens after the answer, and would slow down the next request. */
  readonly drain: () => Promise<void>;
}

type Kind = 'ours' | 'bare';

function senderTo(driver: LocalCloudDriver, { id, key }: { readonly id: string; readonly key: string }): Sender {
  const fields = { mispLicenseKey: key };
  const timed = (request: ServiceRequest) => async () => {
    const start = performance.now();
    const answer = await driver.send(request);
    const elapsedMs = performance.now() - start;
    if (answer.body.response?.isActive !== true) throw new Error(`No verdict: ${JSON.stringify(answer.body)}`);
    return elapsedMs;
  };
  return {
    ours: timed({ method: 'PATCH', path: `/misps/${id}/licenseKey`, fields }),
    bare: timed({ method: 'PATCH', path: `/misps/${id}`, fields }),
    drain: () => driver.cloud.idle(),
  };
}

/** Both kinds in alternating order, so that neither always comes first. */
const turnsOf = (round: number): readonly Kind[] => (round % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours']);

async function measureAlternating(sender: Sender, { requests }: HttpSizes): Promise<Record<Kind, readonly number[]>> {
  const times: Record<Kind, number[]> = { ours: [], bare: [] };
  for (let round = -WARM_UP; round < requests; round += 1) {
    for (const kind of turnsOf(round)) {
      await sender.drain();
      const elapsedMs = await sender[kind]();
      if (round >= 0) times[kind].push(elapsedMs);
    }
  }
  return times;
}

async function rates(sender: Sender, { slices, secondsPerSlice }: HttpSizes): Promise<HttpFigures['perSecond']> {
  const perSecond: Record<Kind, number[]> = { ours: [], bare: [] };
  if (slices === 0) return perSecond;
  // Starts a process for each caller, as in the slices.
  for (const kind of turnsOf(0)) await rate(sender[kind], WARM_UP_SECONDS);
  for (let slice = 0; slice < slices; slice += 1) {
    for (const kind of turnsOf(slice)) {
      await sender.drain();
      perSecond[kind].push(await rate(sender[kind], secondsPerSlice));
    }
  }
  return perSecond;
}

async function rate(send: () => Promise<number>, seconds: number): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let answers = 0;
  const caller = async () => {
    while (performance.now() < end) {
      await send();
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  // The last answer comes after the end.
  return (answers / (performance.now() - start)) * 1000;
}
