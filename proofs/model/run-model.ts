import fc from 'fast-check';
import type { ProofResult, ProofRun } from '../proof.ts';
import { Coverage, outcomeNames } from './coverage.ts';
import type { Step } from './generate/step.ts';
import { inMemoryGround } from './in-memory-ground.ts';
import { type Mutation, type ProvingGround, startProvingGround } from './proving-ground.ts';
import type { Configuration } from './reference/call.ts';
import { catalogueNames } from './reference/catalogue.ts';
import { Mismatch, runSequence } from './run-sequence.ts';

/** How many sequences, and the steps they are drawn from. */
export interface Sequences {
  readonly count: number;
  readonly steps: fc.Arbitrary<readonly Step[]>;
}

export interface ModelSize {
  readonly inMemory?: Sequences;
  readonly onEngine?: Sequences;
  /** Whether every outcome of every operation, and every row of the catalogue, must occur. */
  readonly isComplete: boolean;
}

/** How many shorter sequences are tried for a failing one. */
const SHRINKS = 400;

interface Sequence extends Configuration {
  readonly steps: readonly Step[];
}

const sequenceOf = (steps: Sequences['steps']): fc.Arbitrary<Sequence> =>
  fc.record({
    errorCodes: fc.constantFrom('1.1.4', '1.0'),
    visibility: fc.constantFrom('full', 'masked'),
    // Without the bias towards short sequences and small numbers, which reach little.
    steps: fc.noBias(steps),
  });

/**
 * Runs random sequences against the service and the model, in memory first, and shrinks the first that differs.
 * @param mutation a built-in mistake. One between client and engine shows on an engine only.
 * @param shouldShrink false if it is enough to know that there is a difference.
 */
export async function runModel(
  size: ModelSize,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
  mutation: Mutation = {},
  shouldShrink = true,
): Promise<ProofResult> {
  const outcomes = new Coverage(outcomeNames);
  const catalogue = new Coverage(catalogueNames);
  const counts = { requests: 0, 'audit records': 0, 'domain events': 0, 'items compared': 0 };
  const done = { 'in memory': 0, 'on an engine': 0 };
  const violations: string[] = [];
  const runOn = async (ground: ProvingGround, where: keyof typeof done, { count, steps: drawn }: Sequences) => {
    let shrinks = 0;
    const run = async ({ steps, ...configuration }: Sequence) => {
      if (shrinks > SHRINKS) return;
      const isShrinking = shrinks > 0;
      if (isShrinking) shrinks += 1;
      const service = await ground.fresh(configuration);
      try {
        await runSequence(service, configuration, steps, {
          reached: (operation, outcome) => {
            if (isShrinking) return;
            counts.requests += 1;
            outcomes.reached(`${operation}: ${outcome}`);
          },
          recorded: (name) => {
            if (!isShrinking) catalogue.reached(name);
          },
          counted: (what, count) => {
            if (!isShrinking) counts[what] += count;
          },
        });
      } catch (error) {
        if (error instanceof Mismatch) shrinks = Math.max(1, shrinks);
        throw error;
      } finally {
        await service.drop();
      }
      if (isShrinking) return;
      done[where] += 1;
      if (done[where] % Math.ceil(count / 4) === 0) {
        progress(`${done[where]} of ${count} sequences ${where} agree`);
      }
    };
    try {
      const property = fc.asyncProperty(sequenceOf(drawn), run);
      const found = await fc.check(property, { seed, numRuns: count, endOnFailure: !shouldShrink });
      if (found.failed) violations.push(describeFailure(found));
    } finally {
      await ground.stop();
    }
  };
  const { inMemory, onEngine, isComplete } = size;
  if (inMemory !== undefined) await runOn(inMemoryGround(mutation), 'in memory', inMemory);
  if (onEngine !== undefined && violations.length === 0) {
    await runOn(await startProvingGround(mutation), 'on an engine', onEngine);
  }
  const unreached = isComplete && violations.length === 0 ? [...outcomes.missing, ...catalogue.missing] : [];
  violations.push(...unreached.map((name) => `No sequence of seed ${seed} reached ${name}`));
  const [rarest, times] = outcomes.rarest;
  return {
    figures: {
      'sequences in memory': done['in memory'],
      'sequences on an engine': done['on an engine'],
      ...counts,
      'catalogue rows': catalogue.summary,
      'operation and outcome': outcomes.summary,
      rarest: `${rarest} (${times})`,
    },
    violations,
  };
}

function describeFailure({ seed, counterexamplePath, numShrinks, errorInstance }: fc.RunDetails<[Sequence]>): string {
  // Any other error is a mistake of the proof itself.
  if (!(errorInstance instanceof Mismatch)) throw errorInstance;
  return `seed ${seed}, path ${counterexamplePath}, shrunk ${numShrinks} times:\n${errorInstance.message}`;
}
