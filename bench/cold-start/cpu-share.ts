import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The share of one processor that Lambda gives a function of 512 MB: 1,769 MB get a whole one (docs.aws.amazon.com/lambda, "Configure memory"). */
export const CPU_SHARE = 0.29;

const PERIOD_US = 20_000;
const QUOTA_US = Math.round(CPU_SHARE * PERIOD_US);

/** A control group with this share of one processor. */
export interface CpuShare {
  /** Moves a process with all its threads into it. */
  add(processId: number): void;
  /** Waits until its processes have ended, because a control group with processes cannot be removed. */
  remove(): Promise<void>;
}

/** @returns undefined if this process may not create control groups. */
export function cpuShare(): CpuShare | undefined {
  return (
    shareIn('/sys/fs/cgroup/cpu', {
      'cpu.cfs_period_us': String(PERIOD_US),
      'cpu.cfs_quota_us': String(QUOTA_US),
    }) ?? shareIn('/sys/fs/cgroup', { 'cpu.max': `${QUOTA_US} ${PERIOD_US}` })
  );
}

function shareIn(root: string, limits: Readonly<Record<string, string>>): CpuShare | undefined {
  const folder = join(root, `misp-bench-${process.pid}`);
  try {
    mkdirSync(folder);
  } catch {
    return undefined;
  }
  if (!Object.keys(limits).every((file) => existsSync(join(folder, file)))) {
    rmdirSync(folder);
    return undefined;
  }
  const processes = join(folder, 'cgroup.procs');
  for (const [file, limit] of Object.entries(limits)) writeFileSync(join(folder, file), limit);
  return {
    add: (processId) => writeFileSync(processes, String(processId)),
    remove: async () => {
      while (readFileSync(processes, 'utf8') !== '') await sleep(20);
      rmdirSync(folder);
    },
  };
}
