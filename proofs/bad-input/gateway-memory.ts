import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * This process may keep this much of each request. The proof itself keeps about half a kilobyte on purpose, mostly the
 * events for the check at the end.
 */
const BOUND_KB = 10;
/** Compiled code, caches and requests that are under way, in a run of any length. */
const ALLOWANCE_KB = 16 * 1024;
/** What only finalizers held goes with the second collection. */
const COLLECTIONS = 2;

interface Reading {
  readonly requests: number;
  readonly kilobytes: number;
}

/**
 * Finds a gateway that keeps something of each request. It runs in this process, as the proof does. Resident memory
 * includes garbage and depends on chance, so only what is left after a collection counts.
 */
export class GatewayMemory {
  readonly #collect: () => void;
  readonly #readings: Reading[] = [];

  constructor() {
    setFlagsFromString('--expose-gc');
    this.#collect = runInNewContext('gc');
  }

  /** @param requests how many were sent so far. */
  read(requests: number): void {
    for (let collection = 0; collection < COLLECTIONS; collection += 1) this.#collect();
    const { heapUsed, external } = process.memoryUsage();
    this.#readings.push({ requests, kilobytes: (heapUsed + external) / 1024 });
  }

  /** Kilobytes kept of each request between the first and the last reading. */
  get keptOfEach(): number {
    const { requests, kilobytes } = this.#growth;
    return kilobytes / requests;
  }

  /** A violation if this process keeps too much. */
  get violations(): readonly string[] {
    const { requests, kilobytes } = this.#growth;
    if (kilobytes <= BOUND_KB * requests + ALLOWANCE_KB) return [];
    return [`The gateway keeps ${this.keptOfEach.toFixed(0)} KB of each request, ${(kilobytes / 1024).toFixed(0)} MB`];
  }

  get #growth(): Reading {
    const [first, last] = [this.#readings[0], this.#readings.at(-1)];
    if (first === undefined || last === undefined || first === last) throw new Error('Two readings are needed');
    return { requests: last.requests - first.requests, kilobytes: last.kilobytes - first.kilobytes };
  }
}
