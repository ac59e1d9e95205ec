import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import type { PlantedFault, ProofSize } from '../proof.ts';
import { stepsUpTo } from './generate/steps.ts';
import { passThrough } from './pass-through.ts';
import type { Mutation } from './proving-ground.ts';
import { runModel, type Sequences } from './run-model.ts';

/** The most sequences until a fault must have shown. The first difference ends the run. */
const sequences: Readonly<Record<ProofSize, number>> = { brief: 150, default: 400, full: 400 };
const usual = stepsUpTo(40);

/**
 * The trace that a mistake must leave in a violation.
 * @param request the last line of the story, as far as it matters.
 * @param difference a whole line after it.
 */
export const after = (request: string, difference: string) =>
  new RegExp(`: ${request}[^\\n]*\\n(=> [^\\n]*\\n)*=> ${difference}(\\n|$)`);

/** The same for the bus at the end, where the difference names the request. */
export const onTheBus = (request: string, difference: string) =>
  new RegExp(`\\n=> request-\\d+, ${request}: ${difference}(\\n|$)`);

/** A wrong verdict is in the answer, or only in record 111 if the key is not of the named MISP. */
export const verdict = (wrong: string, right: string) =>
  new RegExp(
    [
      after('validate-license-key', `response\\.reason is "(${wrong})", must be "${right}"`).source,
      onTheBus('validate-license-key, [\\w ]+', `description of 111 is ".*(${wrong})", must contain ${right}`).source,
    ].join('|'),
  );

/** The store with a change to what is committed. */
export function committing(
  change: (
    before: Misp | undefined,
    after: Misp,
    row: OutboxRow,
  ) => { readonly after?: Misp; readonly row?: OutboxRow },
): Mutation {
  return {
    store: (store) => ({
      ...passThrough(store),
      commit: (before, after, row, ...rest) => {
        const changed = change(before, after, row);
        return store.commit(before, changed.after ?? after, changed.row ?? row, ...rest);
      },
    }),
  };
}

/** @param steps the source of sequences, if the usual ones rarely reach the fault. */
export const planted = (
  title: string,
  trace: RegExp,
  mutation: Mutation,
  steps: Sequences['steps'] = usual,
): PlantedFault => ({
  title,
  run: async ({ seed, size }) => {
    const { figures, violations } = await runModel(
      {
        // A store in memory has no client.
        [mutation.client === undefined ? 'inMemory' : 'onEngine']: { count: sequences[size], steps },
        isComplete: false,
      },
      { seed, progress: () => undefined },
      mutation,
      false,
    );
    return { figures, violations: violations.filter((violation) => trace.test(violation)) };
  },
});
