import { functionNames } from '../../../lib/functions/function-names.ts';
import { projectFolder } from '../../../lib/project-folder.ts';
import type { BenchPart, BenchResult, BenchRun } from '../bench.ts';
import { figure, spread, table } from '../markdown.ts';
import { median, spreadOf } from '../statistics.ts';
import { type BundlingTimes, measureBundling } from './bundling.ts';
import { timedSuccess } from './commands.ts';
import { secondsToFirstAnswer } from './first-answer.ts';
import { type FreshClone, measureFreshClone } from './fresh-clone.ts';

const WARM_STARTS = 5;
const SYNTHS = 3;
const BUNDLING_ROUNDS = 5;

interface EngineerTimes {
  readonly warmStarts: readonly number[];
  readonly synths: readonly number[];
  readonly bundling: BundlingTimes;
  readonly fresh: FreshClone | { readonly impossible: string };
}

/** How long somebody waits who works on the service. */
export const engineerTimePart: BenchPart = {
  name: 'engineer-time',
  title: 'The engineer’s own time',
  run: measureEngineerTime,
};

async function measureEngineerTime({ progress }: BenchRun): Promise<BenchResult> {
  const warmStarts = await measureWarmStarts(progress);
  const synths = await measureSynths(progress);
  const bundling = await measureBundling(BUNDLING_ROUNDS, progress);
  const fresh = await measureFreshClone(progress);
  return {
    markdown: markdownOf({ warmStarts, synths, bundling, fresh }),
    misses:
      'testPassed' in fresh && !fresh.testPassed
        ? [`\`npm test\` fails in a fresh clone: ${fresh.failedTests.join(', ') || 'a check before the tests'}.`]
        : [],
  };
}

async function measureWarmStarts(progress: (text: string) => void): Promise<readonly number[]> {
  progress('npm start, so that everything is built');
  await secondsToFirstAnswer(projectFolder);
  const seconds: number[] = [];
  for (let round = 1; round <= WARM_STARTS; round += 1) {
    seconds.push(await secondsToFirstAnswer(projectFolder));
    progress(`npm start, round ${round} of ${WARM_STARTS}: ${seconds.at(-1)?.toFixed(2)} s`);
  }
  return seconds;
}

async function measureSynths(progress: (text: string) => void): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (let round = 1; round <= SYNTHS; round += 1) {
    seconds.push((await timedSuccess(projectFolder, 'npm', ['run', 'synth'])).seconds);
    progress(`npm run synth, round ${round} of ${SYNTHS}: ${seconds.at(-1)?.toFixed(1)} s`);
  }
  return seconds;
}

function markdownOf({ warmStarts, synths, bundling, fresh }: EngineerTimes): string {
  const times = [
    ['`npm start` to the first answer, nothing to build', spread(spreadOf(warmStarts), 2)],
    ...freshRows(fresh),
    ['`npm run synth`: both stages with all checks', spread(spreadOf(synths), 1)],
  ];
  const { onePass, oneCallEach, oneNpxEach } = bundling;
  const ratio = (seconds: readonly number[]) => `${figure(median(seconds) / median(onePass), 1)}×`;
  const ways = [
    ['one pass of esbuild for all (`npm run build`)', spread(spreadOf(onePass), 1), '1×'],
    ['esbuild’s command for each', spread(spreadOf(oneCallEach), 1), ratio(oneCallEach)],
    ['esbuild’s command through `npx` for each', spread(spreadOf(oneNpxEach), 1), ratio(oneNpxEach)],
  ];
  return [
    `From typing the command to its end, npm's own time included; the first answer is that of a registration over HTTP, with the token that \`npm start\` prints. ${figure(warmStarts.length)} starts and ${figure(synths.length)} syntheses in the working tree. ${freshSentence(fresh)}`,
    table(['', 'seconds'], times),
    `Bundling the ${functionNames.length} functions, in turn, ${onePass.length} rounds. CDK's NodejsFunction calls esbuild's command for each function, through \`npx\` in a project that has esbuild; the calls here have the options of our own pass, but for its plugins, which a command cannot take. Our time is that of a whole process, which also writes what went into each bundle.`,
    table(['', 'seconds', 'to one pass'], ways),
  ].join('\n\n');
}

function freshRows(fresh: EngineerTimes['fresh']): readonly (readonly string[])[] {
  if ('impossible' in fresh) return [];
  return [
    ['`npm ci` in a fresh clone', figure(fresh.installSeconds, 1)],
    ['`npm start` to the first answer in a fresh clone, building first', figure(fresh.firstAnswerSeconds, 1)],
    ['`npm test` in a fresh clone: everything', figure(fresh.testSeconds, 0)],
  ];
}

function freshSentence(fresh: EngineerTimes['fresh']): string {
  if ('impossible' in fresh) {
    return `A fresh clone could not be measured: ${fresh.impossible}. So \`npm ci\`, the first start and \`npm test\` are missing here.`;
  }
  const { commit, testPassed, testSummary } = fresh;
  const outcome = testPassed ? 'passed' : 'FAILED';
  return `The fresh clone is of commit ${commit}, measured once, with npm's cache as it was on this machine; \`npm test\` ${outcome} there${testSummary && ` (${testSummary})`}.`;
}
