import { functionNames } from '../../lib/functions/function-names.ts';
import { median, spreadOf } from '../../test/support/statistics.ts';
import { figure, spread, table } from '../markdown.ts';
import type { BundlingTimes } from './bundling.ts';
import type { FreshClone } from './fresh-clone.ts';
import type { StageTimes } from './stage-synthesis.ts';

/** Seconds; undefined where they could not be measured. */
export interface EngineerTimes {
  readonly warmStarts: readonly number[] | undefined;
  readonly synths: readonly number[] | undefined;
  readonly bundling: BundlingTimes | undefined;
  readonly stages: StageTimes | undefined;
  readonly fresh: FreshClone;
}

type Row = readonly string[];

export function engineerTimeMarkdown({ warmStarts, synths, bundling, stages, fresh }: EngineerTimes): string {
  const times = [
    ...rowOf('`npm start` to the first answer, nothing to build', warmStarts, 2),
    ...freshRows(fresh),
    ...rowOf('`npm run synth`: both stages with all checks', synths, 1),
  ];
  return [
    `From typing the command to its end, npm's own time included; the first answer is that of a registration over HTTP, with the token that \`npm start\` prints. ${figure(warmStarts?.length ?? 0)} starts and ${figure(synths?.length ?? 0)} syntheses in the working tree. ${freshSentence(fresh)}`,
    ...(times.length === 0 ? [] : [table(['', 'seconds'], times)]),
    ...(stages === undefined ? [] : stagesMarkdown(stages)),
    ...(bundling === undefined ? [] : bundlingMarkdown(bundling)),
  ].join('\n\n');
}

function stagesMarkdown({ onePass, eachByItself }: StageTimes): readonly string[] {
  return [
    `One stage without its checks, its functions bundled anew, in turn, ${onePass.length} rounds. The peer has CDK's NodejsFunction bundle each of the ${functionNames.length} functions, with the options of our own pass but for its plugins, while the stack is synthesized. Both synthesize the same two stacks: the stage, and one that holds the functions once more, from our bundles or as NodejsFunctions.`,
    table(
      ['', 'seconds', 'to one pass'],
      [
        ['one pass for all functions, then the synthesis', spread(spreadOf(onePass), 1), '1×'],
        ['NodejsFunction for each', spread(spreadOf(eachByItself), 1), ratio(eachByItself, onePass)],
      ],
    ),
  ];
}

function bundlingMarkdown({ onePass, oneCallEach, oneNpxEach }: BundlingTimes): readonly string[] {
  return [
    `Bundling alone, in turn, ${onePass.length} rounds: esbuild's command for each function, and the same through \`npx\`, which is how NodejsFunction calls it in a project that has esbuild. Our time is that of a whole process, which also writes what went into each bundle.`,
    table(
      ['', 'seconds', 'to one pass'],
      [
        ['one pass of esbuild for all (`npm run build`)', spread(spreadOf(onePass), 1), '1×'],
        ['esbuild’s command for each', spread(spreadOf(oneCallEach), 1), ratio(oneCallEach, onePass)],
        ['esbuild’s command through `npx` for each', spread(spreadOf(oneNpxEach), 1), ratio(oneNpxEach, onePass)],
      ],
    ),
  ];
}

const ratio = (seconds: readonly number[], to: readonly number[]) => `${figure(median(seconds) / median(to), 1)}×`;

function rowOf(title: string, seconds: readonly number[] | undefined, decimals: number): readonly Row[] {
  return seconds === undefined ? [] : [[title, spread(spreadOf(seconds), decimals)]];
}

function freshRows({ installSeconds, firstAnswerSeconds, tests }: FreshClone): readonly Row[] {
  const once = (title: string, seconds: number | undefined, decimals: number): readonly Row[] =>
    seconds === undefined ? [] : [[title, figure(seconds, decimals)]];
  return [
    ...once('`npm ci` in a fresh clone', installSeconds, 1),
    ...once('`npm start` to the first answer in a fresh clone, building first', firstAnswerSeconds, 1),
    ...once('`npm test` in a fresh clone: everything', tests?.seconds, 0),
  ];
}

function freshSentence({ commit, tests, problem }: FreshClone): string {
  const clone =
    commit === undefined
      ? ''
      : `The fresh clone is of commit ${commit}, measured once, with npm's cache as it was on this machine. `;
  const outcome =
    tests && `\`npm test\` ${tests.passed ? 'passed' : 'FAILED'} there${tests.summary && ` (${tests.summary})`}.`;
  // Only its first line: what a command wrote at its end does not belong into a sentence.
  const missing = problem && `The fresh clone was not measured to its end: ${problem.split('\n')[0]}.`;
  return clone + (missing ?? outcome ?? '');
}
