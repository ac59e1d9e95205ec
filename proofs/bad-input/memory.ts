import { residentMegabytes } from '../../test/support/function-memory.ts';
import { liveMemory } from '../../test/support/live-memory.ts';
import { median } from '../../test/support/statistics.ts';

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

  /**
   * Looks at the processes that seem to grow. V8 lets a busy process of a function grow before it collects, so of those only
   * what is left after a collection counts; this process cannot be stopped for one, and keeps to what is resident.
   * @returns which processes hold more and more.
   */
  async growing(): Promise<readonly string[]> {
    const growing = [...this.#readings].flatMap(([processId, readings]) => {
      if (readings.length < FEWEST_READINGS) return [];
      const quarter = Math.floor(readings.length / 4);
      // Medians: a single large request leaves a peak, a leak lifts everything.
      const early = median(readings.slice(quarter, 2 * quarter));
      const late = median(readings.slice(-quarter));
      const isGrowing = late > early * ALLOWED_GROWTH && late > early + ALLOWED_GROWTH_MB;
      return isGrowing ? [{ processId, went: `went from ${early.toFixed(0)} to ${late.toFixed(0)} MB` }] : [];
    });
    const held = await liveMemory(
      growing.map(({ processId }) => processId).filter((processId) => processId !== process.pid),
    );
    return growing.flatMap(({ processId, went }) => {
      if (processId === process.pid) return [`The gateway ${went}`];
      if (held === undefined)
        return [`The function in process ${processId} ${went}, and nothing else can be read of it`];
      const left = held.get(processId);
      // One that has ended holds nothing any more.
      if (left === undefined || left < ALLOWED_GROWTH_MB) return [];
      return [`The function in process ${processId} ${went}, and holds ${left.toFixed(0)} MB after a collection`];
    });
  }
}
