import { projectFolder } from '../../lib/project-folder.ts';
import type { BenchPart, BenchResult, BenchRun } from '../bench.ts';
import { messageOf } from '../message-of.ts';
import { measureBundling } from './bundling.ts';
import { timedSuccess } from './commands.ts';
import { type EngineerTimes, engineerTimeMarkdown } from './engineer-time-markdown.ts';
import { secondsToFirstAnswer } from './first-answer.ts';
import { type FreshClone, measureFreshClone } from './fresh-clone.ts';
import { measureStages } from './stage-synthesis.ts';

export interface EngineerSizes {
  readonly warmStarts: number;
  readonly synths: number;
  readonly bundlingRounds: number;
  readonly stageRounds: number;
  readonly freshClone: boolean;
}

const SIZES: EngineerSizes = { warmStarts: 5, synths: 3, bundlingRounds: 3, stageRounds: 3, freshClone: true };

/** How long somebody waits who works on the service. */
export const engineerTimePart: BenchPart = {
  name: 'engineer-time',
  title: 'The engineer’s own time',
  run: (run) => measureEngineerTime(run, SIZES),
};

/** Measures one thing after the other; one that fails is a miss and takes nothing from the others. */
export async function measureEngineerTime({ progress }: BenchRun, sizes: EngineerSizes): Promise<BenchResult> {
  const misses: string[] = [];
  const attempt = async <Figures>(what: string, measure: () => Promise<Figures>): Promise<Figures | undefined> => {
    try {
      return await measure();
    } catch (error) {
      misses.push(`${what} could not be measured: ${messageOf(error)}`);
      return undefined;
    }
  };
  const times: EngineerTimes = {
    warmStarts: await attempt('`npm start`', () => measureWarmStarts(sizes.warmStarts, progress)),
    synths: await attempt('`npm run synth`', () => measureSynths(sizes.synths, progress)),
    bundling: await attempt('bundling', () => measureBundling(sizes.bundlingRounds, progress)),
    stages: await attempt('a stage with NodejsFunction', () => measureStages(sizes.stageRounds, progress)),
    fresh: sizes.freshClone ? await measureFreshClone(progress) : { problem: 'it was not asked for' },
  };
  return { markdown: engineerTimeMarkdown(times), misses: [...misses, ...missesOf(times.fresh)] };
}

/** That a clone cannot be installed, for want of a network for one, says nothing of this product: the text tells it. */
function missesOf({ tests, installSeconds, problem }: FreshClone): readonly string[] {
  if (problem !== undefined) return installSeconds === undefined ? [] : [`in a fresh clone: ${problem}`];
  if (tests === undefined || tests.passed) return [];
  return [`\`npm test\` fails in a fresh clone: ${tests.failed.join(', ') || 'a check before the tests'}.`];
}

async function measureWarmStarts(count: number, progress: (text: string) => void): Promise<readonly number[]> {
  progress('npm start, so that everything is built');
  await secondsToFirstAnswer(projectFolder);
  const seconds: number[] = [];
  for (let round = 1; round <= count; round += 1) {
    seconds.push(await secondsToFirstAnswer(projectFolder));
    progress(`npm start, round ${round} of ${count}: ${seconds.at(-1)?.toFixed(2)} s`);
  }
  return seconds;
}

async function measureSynths(count: number, progress: (text: string) => void): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (let round = 1; round <= count; round += 1) {
    seconds.push((await timedSuccess(projectFolder, 'npm', ['run', 'synth'])).seconds);
    progress(`npm run synth, round ${round} of ${count}: ${seconds.at(-1)?.toFixed(1)} s`);
  }
  return seconds;
}
