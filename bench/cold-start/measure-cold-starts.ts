import { DynamoDbOutbox } from '../../functions/storage/dynamodb-outbox.ts';
import { type FunctionName, functionNames } from '../../lib/functions/function-names.ts';
import { shuffled } from '../../test/support/random.ts';
import { type Spread, spreadOf } from '../../test/support/statistics.ts';
import { bundleVariants, type Variant } from './bundle-variants.ts';
import { type BeforeEvent, type ColdStart, startCold } from './cold-process.ts';
import { prepareFirstCall } from './first-calls.ts';
import { startFunctionHost, type Transport } from './function-host.ts';

export type ColdCase = FunctionName | Variant;

/** The cold starts of a function or a peer, in milliseconds. */
export interface ColdStartFigures {
  readonly name: ColdCase;
  /** Import of the bundle to the first answer. */
  readonly total: Spread;
  readonly load: Spread;
  readonly answer: Spread;
  /** Processor time of both. */
  readonly cpu: Spread;
  readonly answerCpu: Spread;
  /** Resident memory after the first answer, in bytes. */
  readonly memoryBytes: Spread;
}

export interface ColdSetting {
  readonly transport: Transport;
  /** The measured rounds. One more round comes first and does not count. */
  readonly rounds: number;
  readonly cases: readonly ColdCase[];
  /** What is done after loading and before the event. */
  readonly beforeEvent?: (dropConnections: () => void) => BeforeEvent;
  readonly progress: (text: string) => void;
}

/** Every function and these variants. */
export const everyFunctionAnd = (variants: readonly Variant[]): readonly ColdCase[] => [...functionNames, ...variants];

/**
 * Starts every case in a fresh process in each round, in random order.
 * @throws Error if an answer is not a success, because the time of a failure means nothing.
 */
export async function measureColdStarts(setting: ColdSetting): Promise<readonly ColdStartFigures[]> {
  const { transport, rounds, cases, beforeEvent, progress } = setting;
  const samples = new Map<ColdCase, ColdStart[]>(cases.map((name) => [name, []]));
  const bundles = await bundleVariants();
  const host = await startFunctionHost(transport);
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of shuffled(cases, Math.random)) {
        const variant = bundles.paths.get(name as Variant);
        // A peer gets the same event as the validation.
        const asFunction = variant === undefined ? (name as FunctionName) : 'validate-license-key';
        const { event, isSuccess } = await prepareFirstCall(asFunction)(host.driver, host.issuer);
        const sample = await startCold({
          bundle: variant ?? host.bundleOf(asFunction),
          event,
          ...host.settingsOf(asFunction),
          ...(beforeEvent === undefined ? {} : { beforeEvent: beforeEvent(host.dropConnections) }),
        });
        if (name !== 'empty' && !(await isSuccess(sample.answer))) {
          throw new Error(`${name} did not answer with success: ${JSON.stringify(sample.answer)}`);
        }
        if (round > 0) samples.get(name)?.push(sample);
      }
      // The sweeper reads the whole outbox: it must find the same number of rows in every round.
      const rows = await host.driver.outboxRows();
      const outbox = new DynamoDbOutbox(host.driver.client, host.driver.tables.outbox, performance.now() + 60_000);
      await outbox.remove(rows.map(({ id }) => id));
      if (round % 5 === 0) progress(`${round} of ${rounds} rounds of ${cases.length} cold starts, ${transport}`);
    }
  } finally {
    await host.stop();
    bundles.remove();
  }
  return cases.map((name) => figuresOf(name, samples.get(name) ?? []));
}

function figuresOf(name: ColdCase, samples: readonly ColdStart[]): ColdStartFigures {
  return {
    name,
    total: spreadOf(samples.map(({ load, firstAnswer }) => load.wallMs + firstAnswer.wallMs)),
    load: spreadOf(samples.map(({ load }) => load.wallMs)),
    answer: spreadOf(samples.map(({ firstAnswer }) => firstAnswer.wallMs)),
    cpu: spreadOf(samples.map(({ load, firstAnswer }) => load.cpuMs + firstAnswer.cpuMs)),
    answerCpu: spreadOf(samples.map(({ firstAnswer }) => firstAnswer.cpuMs)),
    memoryBytes: spreadOf(samples.map(({ memoryBytes }) => memoryBytes)),
  };
}
