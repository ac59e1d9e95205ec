import { readdirSync, readFileSync } from 'node:fs';

/** The process of the DynamoDB engine, as the operating system sees it. */
export interface EngineProcess {
  readonly command: string;
  readonly residentBytes: number;
}

const PAGE_BYTES = 4096;

/**
 * The engine among the processes that this one has started: the one that takes the most memory. Read from /proc, so undefined
 * on systems without it, and with an engine that was started elsewhere.
 */
export function engineProcess(): EngineProcess | undefined {
  try {
    const started = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => readProcess(pid) ?? []);
    const below = (parent: number): typeof started =>
      started.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
    const engines = below(process.pid).filter(({ command }) => command === 'dynoxide' || command === 'java');
    return engines.sort((one, other) => other.residentBytes - one.residentBytes)[0];
  } catch {
    return undefined;
  }
}

function readProcess(pid: string) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const found = /^\d+ \((?<command>.*)\) \S (?<parent>\d+) /s.exec(stat)?.groups;
    const residentPages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return {
      pid: Number(pid),
      parent: Number(found?.parent),
      command: found?.command ?? '',
      residentBytes: residentPages * PAGE_BYTES,
    };
  } catch {
    // It has ended since the folder was read.
    return undefined;
  }
}
