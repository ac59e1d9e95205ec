import { readFileSync } from 'node:fs';
import { descendantsOf } from '../../test/local/process-tree.ts';
import { monotonicMs } from '../traffic/monotonic.ts';

/** Memory at one moment, in MiB of resident set size. */
export interface MemorySample {
  readonly atMs: number;
  /** The process that runs the local cloud: gateway, endpoint, bus and journal. */
  readonly cloud: number;
  /** DynamoDB, which keeps everything in memory; 0 when it is none of the processes below that one. */
  readonly engine: number;
  readonly functions: readonly FunctionMemory[];
}

export interface FunctionMemory {
  readonly processId: number;
  readonly name: string;
  readonly mebibytes: number;
}

/** Whether the memory of other processes can be read here. */
export const canReadMemory = process.platform === 'linux';

/** Reads the memory of a process that runs a local cloud, and of those below it. Looks through all of /proc: some milliseconds. */
export function sampleMemory(cloudProcessId: number): MemorySample {
  const below = descendantsOf(cloudProcessId);
  const statuses = below.flatMap((processId) => statusOf(processId) ?? []);
  const engines = statuses.filter(({ command }) => command === 'java' || command === 'dynoxide');
  return {
    atMs: monotonicMs(),
    cloud: statusOf(cloudProcessId)?.mebibytes ?? 0,
    engine: engines.reduce((sum, { mebibytes }) => sum + mebibytes, 0),
    functions: below.flatMap((processId) => functionProcess(processId) ?? []),
  };
}

/** A process of a function, known by its environment. */
function functionProcess(processId: number): FunctionMemory | undefined {
  const environment = textOf(processId, 'environ');
  const name = /(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(environment)?.[1];
  const mebibytes = statusOf(processId)?.mebibytes;
  return name === undefined || mebibytes === undefined ? undefined : { processId, name, mebibytes };
}

function statusOf(processId: number): { readonly command: string; readonly mebibytes: number } | undefined {
  const status = textOf(processId, 'status');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  const command = /^Name:\s+(.*)$/m.exec(status)?.[1] ?? '';
  return kibibytes === undefined ? undefined : { command, mebibytes: Number(kibibytes) / 1024 };
}

/** Nothing of a process that has just ended. */
function textOf(processId: number, file: string): string {
  try {
    return readFileSync(`/proc/${processId}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
