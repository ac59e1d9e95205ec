import { DynamoDbOutbox } from '../../functions/storage/dynamodb-outbox.ts';
import { type FunctionName, functionNames } from '../../lib/functions/function-names.ts';
import { shuffled } from '../../test/support/random.ts';
import { type Spread, spreadOf } from '../../test/support/statistics.ts';
import { bundleVariants, type Variant } from './bundle-variants.ts';
import { type Between, type ColdStart, startCold } from './cold-process.ts';
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
  /** Counted ones: a first round is not. */
  readonly rounds: number;
  readonly cases: readonly ColdCase[];
  /** What happens between loading and the event. */
  readonly between?: (dropConnections: () => void) => Between;
  readonly progress: (text: string) => void;
}

/** Every function, and variants beside them. */
export const everyFunctionAnd = (variants: readonly Variant[]): readonly ColdCase[] => [...functionNames, ...variants];

/**
 * Starts every case in a fresh process, round after round, each round in an order of its own.
 * @throws Error when a call is not answered with success: the time of a failure says nothing.
 */
export async function measureColdStarts(setting: ColdSetting): Promise<readonly ColdStartFigures[]> {
  const { transport, rounds, cases, between, progress } = setting;
  const samples = new Map<ColdCase, ColdStart[]>(cases.map((name) => [name, []]));
  const bundles = await bundleVariants();
  const host = await startFunctionHost(transport);
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of shuffled(cases, Math.random)) {
        const variant = bundles.paths.get(name as Variant);
        // A peer answers what a validation is asked.
        const asFunction = variant === undefined ? (name as FunctionName) : 'validate-license-key';
        const { event, isSuccess } = await prepareFirstCall(asFunction)(host.driver, host.issuer);
        const sample = await startCold({
          bundle: variant ?? host.bundleOf(asFunction),
          event,
          ...host.settingOf(asFunction),
          ...(between === undefined ? {} : { between: between(host.dropConnections) }),
        });
        if (name !== 'empty' && !(await isSuccess(sample.answer))) {
          throw new Error(`${name} did not answer with success: ${JSON.stringify(sample.answer)}`);
        }
        if (round > 0) samples.get(name)?.push(sample);
      }
      // The sweeper reads the whole outbox: it must find as much in the last round as in the first.
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
    total: spreadOf(samples.map(({ load, took }) => load.wallMs + took.wallMs)),
    load: spreadOf(samples.map(({ load }) => load.wallMs)),
    answer: spreadOf(samples.map(({ took }) => took.wallMs)),
    cpu: spreadOf(samples.map(({ load, took }) => load.cpuMs + took.cpuMs)),
    answerCpu: spreadOf(samples.map(({ took }) => took.cpuMs)),
    memoryBytes: spreadOf(samples.map(({ memoryBytes }) => memoryBytes)),
  };
}
