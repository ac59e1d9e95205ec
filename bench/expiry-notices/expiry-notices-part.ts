import { ANNOUNCER } from '../../functions/audit/events.ts';
import { functionDefinitions } from '../../local/functions/definition.ts';
import type { RunnableTemplate } from '../../local/template/resources.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { importAll } from '../../test/scenarios/imported-items.ts';
import type { BenchPart, BenchResult, BenchRun } from '../bench.ts';
import { engineForManyRows, engineSentence } from '../engine-for-many-rows.ts';
import { figure } from '../markdown.ts';
import { productionAssembly } from '../production-assembly.ts';
import { missesOf } from './bounds.ts';
import { storedMisps } from './due-misps.ts';
import { expiryMarkdown, expirySummary } from './expiry-markdown.ts';
import { measureRun } from './measure-run.ts';

const DUE = 1_000;

export const expiryNoticesPart: BenchPart = {
  name: 'expiry-notices',
  title: 'Expiry notices',
  run: measureExpiryNotices,
};

/** A run of the hourly function with many MISPs due, and one afterwards with nothing due. */
async function measureExpiryNotices({ progress }: BenchRun): Promise<BenchResult> {
  const { folder, remove } = await productionAssembly();
  let driver: LocalCloudDriver | undefined;
  try {
    let processorMs = 0;
    driver = await startOnLocalCloud({
      document: null,
      assemblyFolder: folder,
      engine: engineForManyRows(),
      onAnswer: (name, answered) => {
        if (isAnnouncer({ name })) processorMs = answered.processorMs;
      },
    });
    const { cloud, client } = driver;
    const thresholds = thresholdsIn(cloud.template);
    const { misps, due } = storedMisps(DUE, thresholds, cloud.clock.now());
    progress(`Storing ${figure(misps.length)} MISPs, of which ${figure(due.length)} are due`);
    await importAll(cloud.template.outputs.MispsTableName ?? '', client, misps);
    const runOf = async (name: string, dueThen: typeof due) => {
      const measured = await measureRun(cloud, () => processorMs);
      progress(`${name}: ${figure(measured.notices.length)} notices in ${figure(measured.seconds, 2)} s`);
      return { name, due: dueThen, thresholds: thresholds.length, measured };
    };
    const first = await runOf('The first run', due);
    const next = await runOf('The next run', []);
    const runs = { first, next, storedMisps: misps.length };
    return {
      summary: expirySummary(runs),
      markdown: expiryMarkdown(runs, engineSentence(cloud.services.engine.kind)),
      misses: [first, next].flatMap(missesOf),
    };
  } finally {
    await driver?.stop();
    remove();
  }
}

/** Whether a function of the stack is the one that announces. */
const isAnnouncer = ({ name }: { readonly name: string }) => name.endsWith(`-${ANNOUNCER}`);

/** The thresholds of the deployed function, in days. */
function thresholdsIn(template: RunnableTemplate): readonly number[] {
  const announcer = functionDefinitions(template).find(isAnnouncer);
  const days = announcer?.environment.EXPIRY_NOTICE_DAYS;
  if (days === undefined) throw new Error(`The template has no thresholds of ${ANNOUNCER}`);
  return days.split(',').map(Number);
}
