import type { Cost, costMeter } from './cost.ts';
import { type MeasuredCase, measuredCases, type Subject } from './measured-cases.ts';
import { FREQUENT_PREFIX } from './population.ts';
import type { ScaleStore } from './scale-store.ts';

/** What was measured of one path of an operation, at one size of the store. */
export interface CaseMeasure {
  readonly measured: MeasuredCase;
  /** One a round. */
  readonly costs: readonly Cost[];
  /** Milliseconds of the whole function, one a round. */
  readonly latencies: readonly number[];
}

const NANOS_PER_MS = 1e6;

/**
 * Carries out every case once a round, against MISPs at random places: the rounds are spread evenly over the whole store.
 * @throws Error if an answer is not the one that the case expects.
 */
export async function measureOperations(
  store: ScaleStore,
  meter: ReturnType<typeof costMeter>,
  rounds: number,
): Promise<readonly CaseMeasure[]> {
  const measures = measuredCases.map((measured) => ({ measured, costs: [] as Cost[], latencies: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { measured, costs, latencies } of measures) {
      const subject = subjectOf(store, round, rounds);
      const { cost, milliseconds } = await measureCall(store, meter, measured, subject);
      costs.push(cost);
      latencies.push(milliseconds);
    }
  }
  return measures;
}

async function measureCall(
  store: ScaleStore,
  meter: ReturnType<typeof costMeter>,
  measured: MeasuredCase,
  subject: Subject,
): Promise<{ readonly cost: Cost; readonly milliseconds: number }> {
  const { misp } = subject;
  if (measured.before !== undefined) await store.putBack(misp.id, measured.before(misp));
  meter.take();
  const started = process.hrtime.bigint();
  const { body } = await store.driver.send(measured.request(subject));
  const milliseconds = Number(process.hrtime.bigint() - started) / NANOS_PER_MS;
  const cost = meter.take();
  const error: unknown = body.errors[0]?.errorCode;
  if (error !== measured.error || (measured.misps !== undefined && body.response.length !== measured.misps)) {
    throw new Error(`${measured.operation}, ${measured.outcome}: answered ${JSON.stringify(body).slice(0, 500)}`);
  }
  if (measured.operation === 'register-misp' && measured.changes) await store.putBack(body.response.mispID, undefined);
  else if (measured.changes) await store.putBack(misp.id, misp);
  return { cost, milliseconds };
}

let subjectCount = 0;

function subjectOf({ size, population }: ScaleStore, round: number, rounds: number): Subject {
  const from = Math.floor((round * size) / rounds);
  const to = Math.max(from + 1, Math.floor(((round + 1) * size) / rounds));
  const index = from + Math.floor(Math.random() * (to - from));
  subjectCount += 1;
  return {
    misp: population.at(index),
    other: population.at((index + Math.floor(size / 2)) % size),
    rarePrefix: population.prefixOf(index),
    frequentPrefix: FREQUENT_PREFIX,
    nonce: `n${String(subjectCount).padStart(8, '0')}`,
  };
}
