import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endAfter } from '../child-process.ts';
import { canReadMemory, type MemorySample } from './memory.ts';

const SAMPLER = fileURLToPath(new URL('memory-sampler.ts', import.meta.url));
const LIMIT_MS = 30_000;

/** Watches the memory of this process and of those below it. */
export interface MemoryWatch {
  /** @returns all samples, the last one of now; none where memory cannot be read. */
  stop(): Promise<readonly MemorySample[]>;
}

/** Takes samples until it is stopped. */
export function watchMemory(): MemoryWatch {
  if (!canReadMemory) return { stop: async () => [] };
  const sampler = fork(SAMPLER, { execArgv: ['--no-warnings'] });
  return {
    stop: () =>
      new Promise((resolve, reject) => {
        const failed = () => reject(new Error('The sampler of memory ended or gave no samples'));
        const forgetLimit = endAfter(sampler, LIMIT_MS, failed);
        sampler.once('exit', () => {
          forgetLimit();
          failed();
        });
        sampler.once('message', (samples: readonly MemorySample[]) => resolve(samples));
        if (sampler.connected) sampler.send({});
        else failed();
      }),
  };
}
