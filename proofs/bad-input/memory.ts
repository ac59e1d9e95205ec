import { residentMegabytes } from '../../test/support/function-memory.ts';
import { liveMemory } from '../../test/support/live-memory.ts';
import { median } from '../../test/support/statistics.ts';

/** A process may grow at most this much between the second and the last quarter of a run. */
const ALLOWED_GROWTH = 1.3;
const ALLOWED_GROWTH_MB = 48;
/** With fewer readings there is no trend. */
const FEWEST_READINGS = 8;

/** Reads the resident memory of the gateway's and the functions' processes, and reports functions that keep growing. */
export class Memory {
  readonly #readings = new Map<number, number[]>();

  read(): void {
    for (const [processId, megabytes] of residentMegabytes()) {
      const readings = this.#readings.get(processId) ?? [];
      readings.push(megabytes);
      this.#readings.set(processId, readings);
    }
  }

  /** The largest reading of this process, and of the functions' processes. */
  get largest(): { readonly own: number; readonly ofFunctions: number } {
    const most = (readings: readonly number[]) => Math.max(0, ...readings);
    const others = [...this.#readings].filter(([processId]) => processId !== process.pid);
    return {
      own: most(this.#readings.get(process.pid) ?? []),
      ofFunctions: most(others.map(([, readings]) => most(readings))),
    };
  }

  /**
   * Checks the functions' processes that seem to grow. V8 lets a busy process grow before it collects, so only what is
   * left after a collection counts. `GatewayMemory` judges this process.
   * @returns the functions that keep growing.
   */
  async growing(): Promise<readonly string[]> {
    const growing = [...this.#readings].flatMap(([processId, readings]) => {
      if (processId === process.pid || readings.length < FEWEST_READINGS) return [];
      const quarter = Math.floor(readings.length / 4);
      // Medians: one large request makes a peak, a leak lifts everything.
      const early = median(readings.slice(quarter, 2 * quarter));
      const late = median(readings.slice(-quarter));
      const isGrowing = late > early * ALLOWED_GROWTH && late > early + ALLOWED_GROWTH_MB;
      return isGrowing ? [{ processId, went: `went from ${early.toFixed(0)} to ${late.toFixed(0)} MB` }] : [];
    });
    const held = await liveMemory(growing.map(({ processId }) => processId));
    return growing.flatMap(({ processId, went }) => {
      if (held === undefined)
        return [`The function in process ${processId} ${went}, and the inspector could not read it`];
      const left = held.get(processId);
      // Undefined if the process has ended.
      if (left === undefined || left < ALLOWED_GROWTH_MB) return [];
      return [`The function in process ${processId} ${went}, and holds ${left.toFixed(0)} MB after a collection`];
    });
  }
}
