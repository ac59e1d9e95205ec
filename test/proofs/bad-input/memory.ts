import { execFileSync } from 'node:child_process';
import { median } from '../../bench/statistics.ts';

/** More than this no process may have gained between the second and the last quarter of a run. */
const ALLOWED_GROWTH = 1.3;
const ALLOWED_GROWTH_MB = 48;
/** Fewer readings say nothing of a trend. */
const FEWEST_READINGS = 8;

/** Reads how much memory the gateway's process and the functions' processes hold, and says whether it keeps growing. */
export class Memory {
  readonly #readings = new Map<number, number[]>();

  read(): void {
    for (const [processId, megabytes] of residentMegabytes()) {
      const readings = this.#readings.get(processId) ?? [];
      readings.push(megabytes);
      this.#readings.set(processId, readings);
    }
  }

  /** The largest reading of this process, and of the others. */
  get largest(): { readonly own: number; readonly ofFunctions: number } {
    const most = (readings: readonly number[]) => Math.max(0, ...readings);
    const others = [...this.#readings].filter(([processId]) => processId !== process.pid);
    return {
      own: most(this.#readings.get(process.pid) ?? []),
      ofFunctions: most(others.map(([, readings]) => most(readings))),
    };
  }

  /** @returns which processes hold more and more. */
  growing(): readonly string[] {
    return [...this.#readings].flatMap(([processId, readings]) => {
      if (readings.length < FEWEST_READINGS) return [];
      const quarter = Math.floor(readings.length / 4);
      // Medians: a single large request leaves a peak, a leak lifts everything.
      const early = median(readings.slice(quarter, 2 * quarter));
      const late = median(readings.slice(-quarter));
      const isGrowing = late > early * ALLOWED_GROWTH && late > early + ALLOWED_GROWTH_MB;
      const who = processId === process.pid ? 'gateway' : `function in process ${processId}`;
      return isGrowing ? [`The ${who} went from ${early.toFixed(0)} to ${late.toFixed(0)} MB`] : [];
    });
  }
}

/** Ids of the functions' processes that this process has started. */
export function functionProcesses(): readonly number[] {
  return residentMegabytes().flatMap(([processId]) => (processId === process.pid ? [] : [processId]));
}

/** Of this process and its children, as `ps` tells it. */
function residentMegabytes(): readonly (readonly [number, number])[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [pid, parent, kilobytes, ...command] = line.trim().split(/\s+/);
    const isFunction = Number(parent) === process.pid && command.join(' ').includes('worker-runtime');
    return isFunction || Number(pid) === process.pid ? [[Number(pid), Number(kilobytes) / 1024] as const] : [];
  });
}
