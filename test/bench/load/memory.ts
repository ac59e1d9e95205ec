import { readFileSync } from 'node:fs';
import { descendantsOf } from '../../local/process-tree.ts';
import { monotonicMs } from '../traffic/monotonic.ts';

/** Memory at one moment, in MiB of resident set size. */
export interface MemorySample {
  readonly atMs: number;
  /** This process: gateway, endpoint, bus and journal. */
  readonly cloud: number;
  readonly functions: readonly FunctionMemory[];
}

export interface FunctionMemory {
  readonly processId: number;
  readonly name: string;
  readonly mebibytes: number;
}

const SAMPLE_EVERY_MS = 5_000;

/** Whether the memory of other processes can be read here. */
export const canReadMemory = process.platform === 'linux';

/** Takes samples until it is stopped. */
export class MemoryWatch {
  readonly #samples: MemorySample[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#samples.push(sampleMemory());
    this.#timer = setInterval(() => this.#samples.push(sampleMemory()), SAMPLE_EVERY_MS);
  }

  /** @returns all samples, the last one of now. */
  stop(): readonly MemorySample[] {
    clearInterval(this.#timer);
    this.#samples.push(sampleMemory());
    return this.#samples;
  }
}

function sampleMemory(): MemorySample {
  const mebibytes = process.memoryUsage().rss / 2 ** 20;
  const functions = canReadMemory ? descendantsOf(process.pid).flatMap(functionProcess) : [];
  return { atMs: monotonicMs(), cloud: mebibytes, functions };
}

/** A process of a function, known by its environment; nothing for any other, or for one that has just ended. */
function functionProcess(processId: number): readonly FunctionMemory[] {
  try {
    const environment = readFileSync(`/proc/${processId}/environ`, 'utf8');
    const name = /(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(environment)?.[1];
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
    if (name === undefined || kibibytes === undefined) return [];
    return [{ processId, name, mebibytes: Number(kibibytes) / 1024 }];
  } catch {
    return [];
  }
}
