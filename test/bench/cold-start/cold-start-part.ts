import { functionNames } from '../../../lib/functions/function-names.ts';
import type { BenchPart } from '../bench.ts';
import { figure, spread, table } from '../markdown.ts';
import type { Variant } from './bundle-variants.ts';
import { type ColdCase, type ColdStartFigures, measureColdStarts } from './measure-cold-starts.ts';

/** What the slowest function may take, as a share of the peers' medians. */
export const BOUNDS = { bare: 0.9, tutorial: 0.6 } as const;
const GOALS = { bare: 0.8, tutorial: 0.55 } as const;
const ROUNDS = 25;
/** The forms in which each peer can be bundled. */
const PEER_FORMS = {
  bare: ['bare', 'bare-module-first', 'bare-esm'],
  tutorial: ['tutorial', 'tutorial-cjs'],
} as const satisfies Record<string, readonly Variant[]>;

const peers: Readonly<Partial<Record<ColdCase, string>>> = {
  empty: '(a) an empty handler',
  bare: '(b) the bare SDK handler, bundled as the CDK does by default, and minified',
  'bare-module-first': '(b), from the module builds of the packages',
  'bare-esm': '(b), from the module builds, as an ES module',
  tutorial: '(c) what a tutorial leads to: (b) as an ES module with zod, and logger, metrics and tracer of Powertools',
  'tutorial-cjs': '(c), as CommonJS',
};
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
  // Of each peer its fastest form: a comparison with a slower one would flatter.
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
  return { of, ratios, worst, misses };
}

export const coldStartPart: BenchPart = {
  name: 'cold-start',
  title: 'Cold start',
  run: async ({ progress }) => {
    const { of, ratios, worst, misses } = await coldStarts(
      ROUNDS,
      ['empty', 'validation-cjs', 'validation-plain'],
      progress,
    );
    const heads = ['', 'import to answer, ms', 'import, ms', 'first answer, ms', 'processor time, ms', 'memory, MB'];
    const cells = (name: ColdCase) => {
      const { total, load, answer, cpu, memoryBytes } = of(name);
      return [spread(total), figure(load.median), figure(answer.median), spread(cpu), figure(memoryBytes / 1e6)];
    };
    const rows = (titles: Readonly<Partial<Record<ColdCase, string>>>) =>
      Object.entries(titles).map(([name, title]) => [title, ...cells(name as ColdCase)]);
    const slowest = ratios.reduce((one, other) => (other.medianMs > one.medianMs ? other : one));
    return {
      misses,
      markdown: `
From the import of the bundle to the first answer, in a fresh process of the Node.js that is deployed, against the embedded engine on
the same machine. Each of ${ROUNDS} rounds starts everything once, in an order of its own. Every answer must be a success.

${table(
  ['function', 'import to answer, ms', 'processor time, ms', 'to (b)', 'to (c)'],
  ratios.map((one) => [
    one.function,
    ...[cells(one.function as ColdCase)].flatMap(([total = '', , , cpu = '']) => [total, cpu]),
    figure(one.ratioToBare, 2),
    figure(one.ratioToTutorial, 2),
  ]),
)}

The slowest is ${slowest.function}: ${figure(worst.bare, 2)} of (b), ${figure(worst.tutorial, 2)} of (c), each in its fastest form below. The bounds are
${BOUNDS.bare.toFixed(2)} and ${BOUNDS.tutorial.toFixed(2)}, the goals ${GOALS.bare.toFixed(2)} and ${GOALS.tutorial}. Most of our functions make two calls, as the peers do; the sweeper makes three, and
the authorizer reads two documents of its issuer.

${table(heads, rows(peers))}

What the form of a bundle is worth ([decision 4](decisions/0004-bundles-for-lambda.md)):

${table(heads, rows(alternatives))}
`,
    };
  },
};
