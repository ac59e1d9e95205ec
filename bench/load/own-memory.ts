import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { COLLECTIONS } from '../../test/support/live-memory.ts';

// The collector is there only when it is asked for; this asks for it after the start.
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What this process holds after a garbage collection, on its heap and in buffers, in MiB. Stops everything for some tenths of a second. */
export function ownLiveMemory(): number {
  // What only finalizers held is free after the second; code that is no longer used ages with each, and goes after some.
  for (let collection = 0; collection < COLLECTIONS; collection += 1) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

/** What a copy of something takes in this process, in MiB. */
export function weightOf<Copy>(copy: () => Copy): number {
  const before = ownLiveMemory();
  const made = [copy()];
  const grown = ownLiveMemory() - before;
  // The copy must be alive until here.
  made.pop();
  return grown;
}
