import fc from 'fast-check';
import type { ListedContract } from '../../functions/operations.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { GROWTH_BOUND_MIB, growthOf, type HeldMemory, heldByFunctions } from '../../test/support/function-memory.ts';
import { fewProcesses } from '../few-processes.ts';
import { hostileRequest } from './hostile-requests.ts';
import { Known } from './known.ts';
import { presentedTokens } from './presented-tokens.ts';
import { exchange } from './raw-exchange.ts';

export interface HeldMemoryOptions {
  readonly operations: readonly ListedContract[];
  /**
   * Requests to each operation between the two readings. Half as many warm up first, until everything is compiled and
   * cached.
   */
  readonly requestsEach: number;
  readonly timeoutMs: number;
  /** Where the bundles are; by default those built from the sources. */
  readonly assemblyFolder?: string;
}

/**
 * V8 keeps the last text that a regular expression matched, which may be a large hostile one. Ordinary requests replace
 * it.
 */
const ORDINARY_REQUESTS = 5;
const TRIES = 3;

export interface HeldReport {
  /** As text, for the figures. */
  readonly figure: string;
  readonly violations: readonly string[];
}

/**
 * Compares the memory of the functions' processes after a garbage collection, before and after hostile requests. This
 * finds small leaks. `Memory` watches resident memory over the whole run and finds only large ones.
 */
export async function checkHeldMemory(options: HeldMemoryOptions, seed: number): Promise<HeldReport> {
  const { assemblyFolder, requestsEach } = options;
  const driver = await startOnLocalCloud({
    ...fewProcesses,
    ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
  });
  try {
    const rounds = await hostileRounds(driver, options, seed);
    await rounds(Math.ceil(requestsEach / 2));
    const before = await readHeld();
    await rounds(requestsEach);
    const after = await readHeld();
    // The stream sometimes starts a second publisher, and a new process grows while it compiles. So only the oldest
    // count.
    const oldest = new Map([...Map.groupBy(before, ([, { name }]) => name).values()].map((all) => all[0]!));
    const grown = growthOf(oldest, after);
    const most = grown.toSorted((one, other) => other.mebibytes - one.mebibytes)[0];
    if (most === undefined) throw new Error('No function process lived through both readings');
    const wordingOf = ({ name, mebibytes }: HeldMemory) =>
      `${name} ${mebibytes.toFixed(2)} MiB more after ${requestsEach} requests to each operation`;
    return {
      figure: `of ${grown.length} processes at most ${wordingOf(most)}`,
      violations: grown
        .filter(({ mebibytes }) => mebibytes > GROWTH_BOUND_MIB)
        .map((one) => `After a collection, held by ${wordingOf(one)}`),
    };
  } finally {
    await driver.stop();
  }
}

/** @returns a function that sends this many hostile requests to each operation, then a few ordinary ones. */
async function hostileRounds(
  { cloud, send }: LocalCloudDriver,
  { operations, timeoutMs }: HeldMemoryOptions,
  seed: number,
): Promise<(count: number) => Promise<void>> {
  const port = Number(new URL(cloud.url).port);
  const requestParts = {
    basePath: new URL(cloud.baseUrl).pathname,
    goodToken: `Bearer ${await cloud.token()}`,
    tokens: await presentedTokens(cloud.issuer),
    known: new Known(),
  };
  let seedOffset = 0;
  return async (count) => {
    // One at a time, so that one process of each function serves them all.
    for (const operation of operations) {
      seedOffset += 1;
      const arbitrary = hostileRequest([operation], requestParts);
      for (const request of fc.sample(arbitrary, { numRuns: count, seed: seed + seedOffset })) {
        await exchange(port, request, timeoutMs);
      }
      const path = operation.path.replace(/\{\w+\}/, '100');
      const fields = operation.method === 'GET' ? {} : { fields: {} };
      for (let ordinaryCount = 0; ordinaryCount < ORDINARY_REQUESTS; ordinaryCount += 1)
        await send({ method: operation.method, path, ...fields });
    }
    await cloud.idle();
  };
}

/** @throws Error if another program holds the inspector's port too long. */
async function readHeld(): Promise<ReadonlyMap<number, HeldMemory>> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const held = await heldByFunctions();
    if (held !== undefined) return held;
  }
  throw new Error('Cannot read memory: another program has port 9229, which the inspector needs');
}
