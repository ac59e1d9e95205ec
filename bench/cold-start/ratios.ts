import { type FunctionName, functionNames } from '../../lib/functions/function-names.ts';
import type { Variant } from './bundle-variants.ts';
import type { ColdCase, ColdStartFigures } from './measure-cold-starts.ts';
import { PEER_FORMS } from './peer-forms.ts';

/** One function compared with the peers, each in its fastest form: a slower form would make us look better. */
export interface ColdStartRatios {
  readonly function: FunctionName;
  /** Import to first answer. */
  readonly medianMs: number;
  readonly ratioToBare: number;
  readonly ratioToTutorial: number;
  /** From the end of the import. */
  readonly firstAnswerMs: number;
  readonly firstAnswerRatioToBare: number;
}

/** The ratios of every function that was measured. */
export function ratiosOf(figures: readonly ColdStartFigures[]): readonly ColdStartRatios[] {
  const fastest = (forms: readonly Variant[], of: 'total' | 'answer') =>
    Math.min(...forms.map((form) => figuresOf(figures, form)[of].median));
  const bareMs = fastest(PEER_FORMS.bare, 'total');
  const bareAnswerMs = fastest(PEER_FORMS.bare, 'answer');
  const tutorialMs = fastest(PEER_FORMS.tutorial, 'total');
  return functionNames.map((name) => {
    const { total, answer } = figuresOf(figures, name);
    return {
      function: name,
      medianMs: total.median,
      ratioToBare: total.median / bareMs,
      ratioToTutorial: total.median / tutorialMs,
      firstAnswerMs: answer.median,
      firstAnswerRatioToBare: answer.median / bareAnswerMs,
    };
  });
}

/** @throws Error when the case was not measured. */
export function figuresOf(figures: readonly ColdStartFigures[], name: ColdCase): ColdStartFigures {
  const found = figures.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} was not measured`);
  return found;
}

export function ratioOf(ratios: readonly ColdStartRatios[], name: FunctionName): ColdStartRatios {
  const found = ratios.find((one) => one.function === name);
  if (found === undefined) throw new Error(`${name} was not measured`);
  return found;
}
