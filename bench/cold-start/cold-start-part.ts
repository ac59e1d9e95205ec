import { functionNames } from '../../lib/functions/function-names.ts';
import type { Spread } from '../../test/support/statistics.ts';
import type { BenchPart, BenchResult } from '../bench.ts';
import { figure, spread, table } from '../markdown.ts';
import type { Variant } from './bundle-variants.ts';
import { type ColdCase, type ColdStartFigures, measureColdStarts } from './measure-cold-starts.ts';
import { PEER_FORMS } from './peer-forms.ts';
import { peerTitles } from './peer-titles.ts';

/** What the slowest function may take, as a share of the peers' medians. */
export const BOUNDS = { bare: 0.9, tutorial: 0.6 } as const;
const GOALS = { bare: 0.8, tutorial: 0.55 } as const;
const ROUNDS = 25;
const alternatives: Readonly<Partial<Record<ColdCase, string>>> = {
  'validate-license-key': 'the validation as it is deployed, an ES module',
  'validation-cjs': 'the same, as CommonJS',
  'validation-plain': 'the same, with the whole SDK and imported modules of Node.js',
};

/** The ratios of one function. */
export interface ColdStartRatios {
  readonly function: string;
  readonly medianMs: number;
  readonly ratioToBare: number;
  readonly ratioToTutorial: number;
}

/** @param rounds counted ones. @param more variants beside the peers that the ratios are to. */
export async function coldStarts(rounds: number, more: readonly Variant[], progress: (text: string) => void) {
  const figures = await measureColdStarts(rounds, [...PEER_FORMS.bare, ...PEER_FORMS.tutorial, ...more], progress);
  const of = (name: ColdCase): ColdStartFigures => {
    const found = figures.find((one) => one.name === name);
    if (found === undefined) throw new Error(`${name} was not measured`);
    return found;
  };
  // Each peer in its fastest form: a comparison with a slower one would flatter us.
  const fastest = (forms: readonly Variant[]) => Math.min(...forms.map((name) => of(name).total.median));
  const bareMs = fastest(PEER_FORMS.bare);
  const tutorialMs = fastest(PEER_FORMS.tutorial);
  const ratios = functionNames.map((name): ColdStartRatios => {
    const medianMs = of(name).total.median;
    return { function: name, medianMs, ratioToBare: medianMs / bareMs, ratioToTutorial: medianMs / tutorialMs };
  });
  const worst = {
    bare: Math.max(...ratios.map((one) => one.ratioToBare)),
    tutorial: Math.max(...ratios.map((one) => one.ratioToTutorial)),
  };
  const misses = (['bare', 'tutorial'] as const)
    .filter((peer) => worst[peer] > BOUNDS[peer])
    .map(
      (peer) =>
        `the slowest function takes ${figure(worst[peer], 2)} of the peer “${peer}”; the bound is ${BOUNDS[peer]}.`,
    );
  // The form that the CDK gives by default.
  const byDefault = {
    bareMs: of(PEER_FORMS.bare[0]).total.median,
    tutorialMs: of(PEER_FORMS.tutorial[0]).total.median,
  };
  return { of, ratios, worst, byDefault, misses };
}

export const coldStartPart: BenchPart = {
  name: 'cold-start',
  title: 'Cold start',
  run: ({ progress }) => coldResult(ROUNDS, progress),
};

/** The part's page and what it misses. */
export async function coldResult(rounds: number, progress: (text: string) => void): Promise<BenchResult> {
  const { of, ratios, worst, byDefault, misses } = await coldStarts(
    rounds,
    ['empty', 'validation-cjs', 'validation-plain'],
    progress,
  );
  const heads = ['', 'import to answer, ms', 'import, ms', 'first answer, ms', 'processor time, ms', 'memory, MB'];
  const cells = (name: ColdCase) => {
    const { total, load, answer, cpu, memoryBytes } = of(name);
    return [...[total, load, answer, cpu].map((of) => spread(of)), spread(inMegabytes(memoryBytes))];
  };
  const rows = (titles: Readonly<Partial<Record<ColdCase, string>>>) =>
    Object.entries(titles).map(([name, title]) => [title, ...cells(name as ColdCase)]);
  const met = (peer: keyof typeof GOALS) =>
    `${GOALS[peer].toFixed(2)} of (${peer === 'bare' ? 'b' : 'c'}) is ${worst[peer] <= GOALS[peer] ? 'met' : 'not met'}`;
  const slowest = ratios.reduce((one, other) => (other.medianMs > one.medianMs ? other : one));
  return {
    misses,
    summary: `The slowest function (${slowest.function}) answers ${figure(slowest.medianMs)} ms after its import begins. That is ${figure(worst.bare, 2)} of a bare SDK handler's time, and ${figure(worst.tutorial, 2)} of a typical tutorial handler's.`,
    markdown: `
Time from the import of the bundle to the first answer, in a fresh process of the deployed Node.js version. The engine is embedded, on
the same machine. Each of ${rounds} rounds starts everything once, in a new order. Every answer must be a success.

${table(
  ['function', 'import to answer, ms', 'processor time, ms', 'to (b)', 'to (c)'],
  ratios.map((one) => [
    one.function,
    ...[cells(one.function as ColdCase)].flatMap(([total = '', , , cpu = '']) => [total, cpu]),
    figure(one.ratioToBare, 2),
    figure(one.ratioToTutorial, 2),
  ]),
)}

The slowest is ${slowest.function}. To each peer in its fastest form below, for which the bounds hold, it is **${figure(worst.bare, 2)} of (b)**, **${figure(worst.tutorial, 2)} of (c)**.
To each in the form that the CDK bundles by default, it is ${figure(slowest.medianMs / byDefault.bareMs, 2)} of (b), ${figure(slowest.medianMs / byDefault.tutorialMs, 2)} of (c). The bounds are ${BOUNDS.bare.toFixed(2)} and ${BOUNDS.tutorial.toFixed(2)}. The goal of
${met('bare')}, the goal of ${met('tutorial')}. Most of our functions make two calls, as the peers do. The
sweeper makes three, and the authorizer reads two documents of its issuer.

${table(heads, rows(peerTitles))}

The effect of the form of a bundle ([decision 4](decisions/0004-bundles-for-lambda.md)):

${table(heads, rows(alternatives))}
`,
  };
}

function inMegabytes({ median, lower, upper }: Spread): Spread {
  return { median: median / 1e6, lower: lower / 1e6, upper: upper / 1e6 };
}
