import { startInProcess } from '../../test/integration/in-process-driver.ts';
import type { BenchPart, BenchResult, BenchRun } from '../bench.ts';
import { figure } from '../markdown.ts';
import { costMeter } from './cost.ts';
import { engineProcess } from './engine-process.ts';
import { unevenCosts } from './flatness.ts';
import { measureDepth } from './measure-depth.ts';
import { measureOperations } from './measure-operations.ts';
import { SIZE_STEP } from './population.ts';
import { probePrefix } from './prefix-probe.ts';
import { scaleMarkdown, scaleSummary } from './scale-markdown.ts';
import { ScaleStore } from './scale-store.ts';
import type { SizeMeasure } from './size-measure.ts';
import { sharesOfApproval, slowChanges } from './slow-changes.ts';

/** How many MISPs the store has when it is measured. The first size is always measured: the others are compared with it. */
const SMALLEST = 100;
const USUAL_SIZES = [SMALLEST, 10_000, 100_000];
const ROUNDS = 30;
/** Run before the first size, so that it is not measured with code that is not compiled yet. */
const WARM_UP_ROUNDS = 10;

const TITLE = 'Scale';

/** Whether an operation costs the same however many MISPs there are. */
export const scalePart: BenchPart = {
  name: 'scale',
  title: TITLE,
  async run({ scale, progress }: BenchRun): Promise<BenchResult> {
    if (scale === undefined) return measure(USUAL_SIZES, progress);
    if (scale <= SMALLEST || scale % SIZE_STEP !== 0) {
      throw new Error(`The store is loaded with a multiple of ${SIZE_STEP} MISPs, and with more than ${SMALLEST}`);
    }
    const section = { name: `scale-${scale}`, title: `${TITLE}: ${figure(scale)} MISPs` };
    return { ...(await measure([SMALLEST, scale], progress)), section };
  },
};

async function measure(sizes: readonly number[], progress: BenchRun['progress']): Promise<BenchResult> {
  const driver = await startInProcess();
  try {
    const meter = costMeter(driver.client);
    const store = new ScaleStore(driver);
    const measured: SizeMeasure[] = [];
    for (const size of sizes) {
      progress(`${figure(size)} MISPs: loading`);
      const loaded = await store.growTo(size, progress);
      const engine = engineProcess();
      progress(`${figure(size)} MISPs: measuring; ${figure(loaded.items / loaded.seconds)} items/s were loaded`);
      if (measured.length === 0) await measureOperations(store, meter, WARM_UP_ROUNDS);
      const cases = await measureOperations(store, meter, ROUNDS);
      const pages = await measureDepth(store, meter, ROUNDS);
      measured.push({ size, loaded, engine, cases, pages, prefix: await probePrefix(driver, ROUNDS) });
    }
    const uneven = unevenCosts(measured);
    const isEven = uneven.length === 0;
    const markdown = scaleMarkdown(measured, ROUNDS, isEven, store.population.at(0));
    const misses = [...uneven, ...slowChanges(sharesOfApproval(measured))];
    return { summary: scaleSummary(sizes, isEven), markdown, misses };
  } finally {
    await driver.stop();
  }
}
