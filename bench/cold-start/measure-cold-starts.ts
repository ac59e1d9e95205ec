import { DynamoDbOutbox } from '../../functions/storage/dynamodb-outbox.ts';
import { type FunctionName, functionNames } from '../../lib/functions/function-names.ts';
import { shuffled } from '../../test/support/random.ts';
import { type Spread, spreadOf } from '../../test/support/statistics.ts';
import { bundleVariants, type Variant } from './bundle-variants.ts';
import { type ColdStart, startCold } from './cold-process.ts';
import { prepareFirstCall } from './first-calls.ts';
import { startFunctionHost } from './function-host.ts';

export type ColdCase = FunctionName | Variant;

/** The cold starts of a function or a peer, in milliseconds. */
export interface ColdStartFigures {
  readonly name: ColdCase;
  /** Import of the bundle to the first answer. */
  readonly total: Spread;
  readonly load: Spread;
  readonly answer: Spread;
  readonly cpu: Spread;
  /** Resident memory after the first answer, in bytes. */
  readonly memoryBytes: Spread;
}

/**
 * Starts every function and every wanted variant in a fresh process, round after round, each round in an order of its own; a
 * first round is not counted.
 * @throws Error when a call is not answered with success: the time of a failure says nothing.
 */
export async function measureColdStarts(
  rounds: number,
  variants: readonly Variant[],
  progress: (text: string) => void,
): Promise<readonly ColdStartFigures[]> {
  const names: readonly ColdCase[] = [...functionNames, ...variants];
  const samples = new Map<ColdCase, ColdStart[]>(names.map((name) => [name, []]));
  const bundles = await bundleVariants();
  const host = await startFunctionHost();
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of shuffled(names, Math.random)) {
        const variant = bundles.paths.get(name as Variant);
        // A peer answers what a validation is asked.
        const asFunction = variant === undefined ? (name as FunctionName) : 'validate-license-key';
        const { event, isSuccess } = await prepareFirstCall(asFunction)(host.driver, host.issuer);
        const sample = await startCold(variant ?? host.bundleOf(asFunction), event, host.settingOf(asFunction));
        if (name !== 'empty' && !(await isSuccess(sample.answer))) {
          throw new Error(`${name} did not answer with success: ${JSON.stringify(sample.answer)}`);
        }
        if (round > 0) samples.get(name)?.push(sample);
      }
      // The sweeper reads the whole outbox: it must find as much in the last round as in the first.
      const rows = await host.driver.outboxRows();
      const outbox = new DynamoDbOutbox(host.driver.client, host.driver.tables.outbox, performance.now() + 60_000);
      await outbox.remove(rows.map(({ id }) => id));
      if (round % 5 === 0) progress(`${round} of ${rounds} rounds of ${names.length} cold starts`);
    }
  } finally {
    await host.stop();
    bundles.remove();
  }
  return names.map((name) => figuresOf(name, samples.get(name) ?? []));
}

function figuresOf(name: ColdCase, samples: readonly ColdStart[]): ColdStartFigures {
  return {
    name,
    total: spreadOf(samples.map(({ loadMs, answerMs }) => loadMs + answerMs)),
    load: spreadOf(samples.map(({ loadMs }) => loadMs)),
    answer: spreadOf(samples.map(({ answerMs }) => answerMs)),
    cpu: spreadOf(samples.map(({ cpuMs }) => cpuMs)),
    memoryBytes: spreadOf(samples.map(({ memoryBytes }) => memoryBytes)),
  };
}
