import { figure } from '../markdown.ts';
import type { ColdStartFigures } from './measure-cold-starts.ts';
import { type ColdStartRatios, figuresOf, ratioOf } from './ratios.ts';

/** Shares of the peers' medians, over TLS. `tutorial` holds for the slowest function, the others for the validation. */
export const BOUNDS = { bare: 0.8, firstAnswer: 0.4, tutorial: 0.6 } as const;
export const GOALS = { bare: 0.7 } as const;
/** Processor time of the authorizer's first answer, in milliseconds. */
export const AUTHORIZER_CPU_MS = 5;

/** The bounds that a run over TLS misses, each in a sentence. */
export function missedBounds(
  figures: readonly ColdStartFigures[],
  ratios: readonly ColdStartRatios[],
): readonly string[] {
  const validation = ratioOf(ratios, 'validate-license-key');
  const slowest = Math.max(...ratios.map(({ ratioToTutorial }) => ratioToTutorial));
  const authorizerMs = figuresOf(figures, 'authorize-caller').answerCpu.median;
  const missed: readonly (readonly [value: number, bound: number, what: string])[] = [
    [validation.ratioToBare, BOUNDS.bare, 'a validation, import to answer, takes this share of (b)'],
    [validation.firstAnswerRatioToBare, BOUNDS.firstAnswer, 'the first answer of a validation takes this share of (b)'],
    [slowest, BOUNDS.tutorial, 'the slowest function takes this share of (c)'],
    [authorizerMs, AUTHORIZER_CPU_MS, 'the first answer of the authorizer, in milliseconds of processor time'],
  ];
  return missed
    .filter(([value, bound]) => !(value <= bound))
    .map(([value, bound, what]) => `${what}: ${figure(value, 2)}; the bound is ${figure(bound, 2)}.`);
}
