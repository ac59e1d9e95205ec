import fc from 'fast-check';
import type { OperationContract } from '../../functions/operation/contract.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { GROWTH_BOUND_MIB, growthOf, type HeldMemory, heldByFunctions } from '../../test/support/function-memory.ts';
import { hostileRequest } from './hostile-requests.ts';
import { Known } from './known.ts';
import { presentedTokens } from './presented-tokens.ts';
import { exchange } from './raw-exchange.ts';

export interface HeldMemoryOptions {
  readonly operations: readonly OperationContract[];
  /** Requests to each operation between the two readings; half as many go before, until everything is compiled and cached. */
  readonly requestsEach: number;
  readonly patienceMs: number;
  /** Whose bundles are run; without it those of the sources. */
  readonly assemblyFolder?: string;
}

/** V8 keeps the last text that an expression was matched with, and of hostile requests that may be a large one. */
const CALM_REQUESTS = 5;
const TRIES = 3;

export interface HeldReport {
  /** In words, for the figures. */
  readonly figure: string;
  readonly violations: readonly string[];
}

/**
 * What the functions' processes hold after a garbage collection, before and after hostile requests. What grows then is kept
 * for good: resident memory, which `Memory` looks at over the whole run, shows only what is far more.
 */
export async function checkHeldMemory(options: HeldMemoryOptions, seed: number): Promise<HeldReport> {
  const { assemblyFolder, requestsEach } = options;
  const driver = await startOnLocalCloud(assemblyFolder === undefined ? {} : { assemblyFolder });
  try {
    const rounds = await hostileRounds(driver, options, seed);
    await rounds(Math.ceil(requestsEach / 2));
    const before = await readHeld();
    await rounds(requestsEach);
    const after = await readHeld();
    // Streams start a second publisher now and then, and a young process grows while it compiles: the oldest ones count.
    const oldest = new Map([...Map.groupBy(before, ([, { name }]) => name).values()].map((all) => all[0]!));
    const grown = growthOf(oldest, after);
    const most = grown.toSorted((one, other) => other.mebibytes - one.mebibytes)[0];
    if (most === undefined) throw new Error('No process of a function lived from the first reading to the second');
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

/** @returns what sends so many hostile requests to each operation, and a few ordinary ones behind them. */
async function hostileRounds(
  { cloud, send }: LocalCloudDriver,
  { operations, patienceMs }: HeldMemoryOptions,
  seed: number,
): Promise<(count: number) => Promise<void>> {
  const port = Number(new URL(cloud.url).port);
  const surroundings = {
    basePath: new URL(cloud.baseUrl).pathname,
    goodToken: `Bearer ${await cloud.token()}`,
    tokens: await presentedTokens(cloud.issuer),
    known: new Known(),
  };
  let drawn = 0;
  return async (count) => {
    // One request at a time, so that one process of each function serves them all.
    for (const operation of operations) {
      drawn += 1;
      const arbitrary = hostileRequest([operation], surroundings);
      for (const request of fc.sample(arbitrary, { numRuns: count, seed: seed + drawn })) {
        await exchange(port, request, patienceMs);
      }
      const path = operation.path.replace(/\{\w+\}/, '100');
      const fields = operation.method === 'GET' ? {} : { fields: {} };
      for (let calm = 0; calm < CALM_REQUESTS; calm += 1) await send({ method: operation.method, path, ...fields });
    }
    await cloud.idle();
  };
}

/** @throws Error when another program has the inspector's port for long. */
async function readHeld(): Promise<ReadonlyMap<number, HeldMemory>> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const held = await heldByFunctions();
    if (held !== undefined) return held;
  }
  throw new Error('What processes hold cannot be read: another program has port 9229, which takes the inspector');
}
