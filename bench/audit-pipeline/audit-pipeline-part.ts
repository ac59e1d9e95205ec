import type { LocalCloud } from '../../local/local-cloud.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import type { BenchPart, BenchResult, BenchRun } from '../bench.ts';
import { engineForManyRows, engineSentence } from '../engine-for-many-rows.ts';
import { figure } from '../markdown.ts';
import { assemblySentence, productionAssembly } from '../production-assembly.ts';
import { mixSentence } from '../traffic/mix.ts';
import { startTraffic, type Traffic } from '../traffic/traffic.ts';
import { BusWatch } from './bus-watch.ts';
import { type CatchUp, measureCatchUp } from './catch-up.ts';
import { catchUpMarkdown } from './catch-up-markdown.ts';
import { isKeptUp, type Lag, measureLag } from './lag.ts';
import { lagMarkdown, lagSummary, type MeasuredLags } from './lag-markdown.ts';
import { missesOfLags } from './lag-misses.ts';
import { measurePublisherAlone } from './publisher-alone.ts';

export interface PipelineSizes {
  /** Requests a second, and for how long. */
  readonly rates: readonly { readonly perSecond: number; readonly seconds: number }[];
  readonly leadInSeconds: number;
  /** If the last rate cannot be sustained, these shares of the rate that was reached are tried in turn. */
  readonly lowerShares: readonly number[];
  readonly lowerShareSeconds: number;
  readonly publisherCalls: number;
  readonly rows: number;
}

const SIZES: PipelineSizes = {
  // One a second takes longer, so that there are enough values.
  rates: [
    { perSecond: 1, seconds: 120 },
    { perSecond: 10, seconds: 60 },
    { perSecond: 100, seconds: 60 },
  ],
  leadInSeconds: 8,
  lowerShares: [0.9, 0.75, 0.6, 0.4],
  lowerShareSeconds: 40,
  publisherCalls: 200,
  rows: 10_000,
};

export const auditPipelinePart: BenchPart = {
  name: 'audit-pipeline',
  title: 'Audit pipeline',
  run: (run) => measureAuditPipeline(run, SIZES),
};

/** Lag from answer to bus, throughput, and how the pipeline catches up after two outages of the bus. */
export async function measureAuditPipeline({ progress }: BenchRun, sizes: PipelineSizes): Promise<BenchResult> {
  const { lags, engine } = await measureLags(sizes, progress);
  progress(`The bus fails while ${sizes.rows} rows are written`);
  const short = await measureCatchUp('short', sizes.rows, progress);
  progress(`The bus fails for an hour with ${sizes.rows} rows waiting`);
  const long = await measureCatchUp('long', sizes.rows, progress);
  return {
    summary: `${lagSummary(lags)} After an outage of the bus with ${figure(short.rows)} rows waiting, all records arrive within ${figure(short.busSeconds, 1)} s, and ${figure(short.lost)} are lost.`,
    markdown: [
      `Everything runs on this one machine: the local cloud and the callers. ${assemblySentence} ${engineSentence(engine)}`,
      lagMarkdown(lags, sizes.leadInSeconds, mixSentence),
      catchUpMarkdown(short, long),
    ].join('\n\n'),
    misses: [...missesOfLags(lags.rates), ...missesOf('short', short), ...missesOf('long', long)],
  };
}

async function measureLags(
  sizes: PipelineSizes,
  progress: (text: string) => void,
): Promise<{ lags: MeasuredLags; engine: LocalCloud['services']['engine']['kind'] }> {
  const watch = new BusWatch();
  const { folder, remove } = await productionAssembly();
  let driver: LocalCloudDriver | undefined;
  let traffic: Traffic | undefined;
  try {
    driver = await startOnLocalCloud({
      document: null,
      assemblyFolder: folder,
      engine: engineForManyRows(),
      onEvent: watch.onEvent,
    });
    const { cloud } = driver;
    traffic = await startTraffic(driver);
    const { send } = traffic;
    const measure = (perSecond: number, seconds: number): Promise<Lag> => {
      progress(`${perSecond} operations a second for ${seconds} s, after ${sizes.leadInSeconds} s that do not count`);
      return measureLag(cloud, send, watch, { perSecond, seconds, leadInSeconds: sizes.leadInSeconds });
    };
    progress('Warming up');
    await send({ kind: 'closed', callers: 8 }, 5);
    await cloud.idle();
    const alone = await measurePublisherAlone(cloud, watch, sizes.publisherCalls);
    const rates: Lag[] = [];
    for (const { perSecond, seconds } of sizes.rates) rates.push(await measure(perSecond, seconds));
    const reached = rates.at(-1)?.reached ?? 0;
    for (const share of sizes.lowerShares) {
      if (rates.slice(-1).every(isKeptUp)) break;
      rates.push(await measure(Math.max(1, Math.floor(reached * share)), sizes.lowerShareSeconds));
    }
    return { lags: { rates, alone }, engine: cloud.services.engine.kind };
  } finally {
    await traffic?.stop();
    await driver?.stop();
    remove();
  }
}

function missesOf(outage: string, { lost, unexpected, rowsLeft }: CatchUp): readonly string[] {
  return [
    ...(lost === 0 ? [] : [`After the ${outage} outage ${lost} records are lost.`]),
    ...(unexpected === 0 ? [] : [`After the ${outage} outage ${unexpected} records are on the bus that no row has.`]),
    ...(rowsLeft === 0 ? [] : [`After the ${outage} outage ${rowsLeft} rows stayed in the outbox.`]),
  ];
}
