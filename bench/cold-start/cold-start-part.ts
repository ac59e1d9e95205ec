import type { Spread } from '../../test/support/statistics.ts';
import type { BenchPart, BenchResult, BenchRun } from '../bench.ts';
import { figure, spread, table } from '../markdown.ts';
import { AUTHORIZER_CPU_MS, BOUNDS, GOALS, missedBounds } from './cold-start-bounds.ts';
import { CPU_SHARE, cpuShare } from './cpu-share.ts';
import {
  type ColdCase,
  type ColdSetting,
  type ColdStartFigures,
  everyFunctionAnd,
  measureColdStarts,
} from './measure-cold-starts.ts';
import { PEER_FORMS } from './peer-forms.ts';
import { peerTitles } from './peer-titles.ts';
import { figuresOf, ratioOf, ratiosOf } from './ratios.ts';

const ROUNDS = 25;
const FIVE_MINUTES_MS = 300_000;
const PEERS = [...PEER_FORMS.bare, ...PEER_FORMS.tutorial];
/** The cases whose first answer is also measured under other conditions. */
const SELECTED: readonly ColdCase[] = ['validate-license-key', 'authorize-caller', 'bare-esm'];

const alternatives: Readonly<Partial<Record<ColdCase, string>>> = {
  'validate-license-key': 'the validation as it is deployed',
  'validation-plain': 'the same, with the whole SDK and imported modules of Node.js',
};

export const coldStartPart: BenchPart = {
  name: 'cold-start',
  title: 'Cold start',
  run: ({ progress }) => coldSection(ROUNDS, progress),
};

/** Measures every function and the peers, for `npm run bench -- --quick`: over HTTP and over TLS. */
export async function quickColdStarts(rounds: number, progress: BenchRun['progress']) {
  const cases = everyFunctionAnd(PEERS);
  const http = ratiosOf(await measureColdStarts({ transport: 'http', rounds, cases, progress }));
  const figures = await measureColdStarts({ transport: 'tls', rounds, cases, progress });
  const tls = ratiosOf(figures);
  const coldStart = http.map(({ function: name, medianMs, ratioToBare, ratioToTutorial }) => {
    const overTls = ratioOf(tls, name);
    return {
      function: name,
      medianMs,
      ratioToBare,
      ratioToTutorial,
      tls: {
        firstAnswerMs: overTls.firstAnswerMs,
        ratioToBare: overTls.firstAnswerRatioToBare,
        importToAnswerMs: overTls.medianMs,
        importToAnswerRatioToBare: overTls.ratioToBare,
      },
    };
  });
  return { coldStart, misses: missedBounds(figures, tls) };
}

/** The section of this part, and the bounds that it misses. */
export async function coldSection(rounds: number, progress: BenchRun['progress']): Promise<BenchResult> {
  const cases = everyFunctionAnd([...PEERS, 'empty', 'validation-plain']);
  const figures = await measureColdStarts({ transport: 'tls', rounds, cases, progress });
  const selected = { transport: 'tls', rounds, cases: SELECTED, progress } as const;
  const frozen = await measureColdStarts({ ...selected, beforeEvent: freeze });
  const throttled = await underCpuShare(selected);
  const ratios = ratiosOf(figures);
  const validation = ratioOf(ratios, 'validate-license-key');
  const slowest = ratios.reduce((one, other) => (other.medianMs > one.medianMs ? other : one));
  const cells = (name: ColdCase) => {
    const { total, load, answer, cpu, memoryBytes } = figuresOf(figures, name);
    return [...[total, load, answer, cpu].map((of) => spread(of)), spread(inMegabytes(memoryBytes))];
  };
  const rows = (titles: Readonly<Partial<Record<ColdCase, string>>>) =>
    Object.entries(titles).map(([name, title]) => [title, ...cells(name as ColdCase)]);
  const heads = ['', 'import to answer, ms', 'import, ms', 'first answer, ms', 'processor time, ms', 'memory, MB'];
  const answer = (of: readonly ColdStartFigures[], name: ColdCase) => spread(figuresOf(of, name).answer);
  return {
    misses: missedBounds(figures, ratios),
    summary: `Over TLS, a validation’s first request waits ${figure(validation.firstAnswerMs)} ms once the function has loaded: ${figure(validation.firstAnswerRatioToBare, 2)} of a bare SDK handler’s time. From import to answer it is ${figure(validation.ratioToBare, 2)} of it. The slowest function (${slowest.function}) takes ${figure(slowest.medianMs)} ms from import to answer, ${figure(slowest.ratioToTutorial, 2)} of a typical tutorial handler’s time.`,
    markdown: `
A fresh process of the deployed Node.js version imports the bundle, which Lambda calls INIT, and then answers its first request. Engine,
bus and issuer are on the same machine, each behind TLS with an RSA key of 2,048 bits, as on AWS. Each of ${rounds} rounds starts everything once, in a new
order. Every answer must be a success.

${table(
  [
    'function',
    'import to answer, ms',
    'import, ms',
    'first answer, ms',
    'processor time, ms',
    'to (b)',
    'to (c)',
    'first answer to (b)',
  ],
  ratios.map((one) => [
    one.function,
    ...cells(one.function).slice(0, 4),
    figure(one.ratioToBare, 2),
    figure(one.ratioToTutorial, 2),
    figure(one.firstAnswerRatioToBare, 2),
  ]),
)}

Each ratio is to the peer in the fastest of its forms below. The bounds:

- a validation from import to answer: ${figure(BOUNDS.bare, 2)} of (b); the goal ${figure(GOALS.bare, 2)} is ${validation.ratioToBare <= GOALS.bare ? 'met' : 'not met'}
- its first answer: ${figure(BOUNDS.firstAnswer, 2)} of (b)
- the slowest function: ${figure(BOUNDS.tutorial, 2)} of (c)
- the authorizer’s first answer: ${AUTHORIZER_CPU_MS} ms of processor time; it takes ${figure(figuresOf(figures, 'authorize-caller').answerCpu.median, 1)} ms

A function opens its connections while it loads ([decision 12](decisions/0012-connect-while-loading.md)); the peers do so with
their first request. The announcer and the sweeper make three calls or more.

${table(heads, rows(peerTitles))}

First answers under other conditions:

${table(
  ['first answer, ms', ...SELECTED.map((name) => (name === 'bare-esm' ? peerTitles[name] : name))],
  [
    ['at full speed', ...SELECTED.map((name) => answer(figures, name))],
    ['after five minutes frozen, all connections reset', ...SELECTED.map((name) => answer(frozen, name))],
    [
      `with ${CPU_SHARE} of a processor, as 512 MB have on Lambda after INIT (${throttled.how})`,
      ...SELECTED.map(throttled.cell),
    ],
  ],
)}

The effect of the form of a bundle ([decision 4](decisions/0004-bundles-for-lambda.md)):

${table(heads, rows(alternatives))}
`,
  };
}

/** Stops the process, drops its connections and resumes it with its clock five minutes ahead. */
const freeze: NonNullable<ColdSetting['beforeEvent']> = (dropConnections) => ({
  clockOffsetMs: FIVE_MINUTES_MS,
  prepare: (processId) => {
    process.kill(processId, 'SIGSTOP');
    dropConnections();
    process.kill(processId, 'SIGCONT');
  },
});

interface Throttled {
  readonly how: string;
  readonly cell: (name: ColdCase) => string;
}

async function underCpuShare(setting: ColdSetting): Promise<Throttled> {
  const share = cpuShare();
  if (share === undefined) {
    const figures = await measureColdStarts(setting);
    const cell = (name: ColdCase) => figure(figuresOf(figures, name).answerCpu.median / CPU_SHARE);
    return { how: 'computed from processor time, because this process could not create a control group', cell };
  }
  try {
    const beforeEvent = () => ({ prepare: share.add });
    const figures = await measureColdStarts({ ...setting, beforeEvent });
    return { how: 'in a Linux control group', cell: (name) => spread(figuresOf(figures, name).answer) };
  } finally {
    await share.remove();
  }
}

function inMegabytes({ median, lower, upper }: Spread): Spread {
  return { median: median / 1e6, lower: lower / 1e6, upper: upper / 1e6 };
}
