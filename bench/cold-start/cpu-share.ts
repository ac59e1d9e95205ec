import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Lambda gives a function of 512 MB once it has loaded: 1,769 MB are one processor (docs.aws.amazon.com/lambda, "Configure memory"). */
export const CPU_SHARE = 0.29;

const PERIOD_US = 20_000;
const QUOTA_US = CPU_SHARE * PERIOD_US;

/** A control group that has this share of one processor. */
export interface CpuShare {
  /** Moves a process into it, all its threads. */
  hold(processId: number): void;
  remove(): void;
}

/** @returns undefined where this process may not make control groups. */
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
  const remove = () => rmdirSync(folder);
  if (!Object.keys(limits).every((file) => existsSync(join(folder, file)))) {
    remove();
    return undefined;
  }
  for (const [file, limit] of Object.entries(limits)) writeFileSync(join(folder, file), limit);
  return { hold: (processId) => writeFileSync(join(folder, 'cgroup.procs'), String(processId)), remove };
}
