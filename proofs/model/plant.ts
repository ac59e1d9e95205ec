import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import type { PlantedFault, ProofSize } from '../proof.ts';
import { stepsUpTo } from './generate/steps.ts';
import { passingOn } from './passing-on.ts';
import type { Mutation } from './proving-ground.ts';
import { runModel, type Sequences } from './run-model.ts';

/** At most so many sequences until a fault must have shown. The first that differs ends the run. */
const sequences: Readonly<Record<ProofSize, number>> = { brief: 150, default: 400, full: 400 };
const usual = stepsUpTo(40);

/**
 * What a mistake must leave in a violation: nothing else counts as having caught it.
 * @param request the last line of the story, so far as it matters.
 * @param difference a line behind it, whole.
 */
export const after = (request: string, difference: string) =>
  new RegExp(`: ${request}[^\\n]*\\n(=> [^\\n]*\\n)*=> ${difference}(\\n|$)`);

/** The same, of what stands on the bus at the end: there the difference names the request. */
export const onTheBus = (request: string, difference: string) =>
  new RegExp(`\\n=> request-\\d+, ${request}: ${difference}(\\n|$)`);

/** A wrong verdict is in the answer, or, where the key is not of the MISP that was named, in record 111 alone. */
export const verdict = (wrong: string, right: string) =>
  new RegExp(
    [
      after('validate-license-key', `response\\.reason is "(${wrong})", must be "${right}"`).source,
      onTheBus('validate-license-key, [\\w ]+', `description of 111 is ".*(${wrong})", must tell ${right}`).source,
    ].join('|'),
  );

/** The store with something done to what is committed. */
export function committing(
  change: (
    before: Misp | undefined,
    after: Misp,
    row: OutboxRow,
  ) => { readonly after?: Misp; readonly row?: OutboxRow },
): Mutation {
  return {
    store: (store) => ({
      ...passingOn(store),
      commit: (before, after, row, ...rest) => {
        const changed = change(before, after, row);
        return store.commit(before, changed.after ?? after, changed.row ?? row, ...rest);
      },
    }),
  };
}

/** @param steps what sequences are drawn from, where the usual ones hardly ever come to where the fault shows. */
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
        // Nothing is between the operations and a store in memory.
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
