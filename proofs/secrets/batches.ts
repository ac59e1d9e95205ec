import type { OperationName } from '../../functions/operations.ts';
import type { LocalCloudDriver } from '../../test/e2e/local-cloud-driver.ts';
import { shuffled } from '../../test/support/random.ts';
import type { Callers } from './callers.ts';
import type { Canaries } from './canaries.ts';
import { type Disturbance, undisturbed } from './disturbances.ts';
import { createFixtures } from './fixtures.ts';
import { pathRequests } from './path-requests.ts';
import { planFor } from './plan-for.ts';
import type { RecordedCalls } from './recorded-calls.ts';
import { brokenRequests, properRequests, type SecretRequest } from './secret-requests.ts';

const LANES = 2;
/** How many of the requests with broken bodies, and of those with secrets in their paths, run under a disturbance. */
const REFUSED_UNDER_DISTURBANCE = 6;
interface BatchParts {
  readonly driver: LocalCloudDriver;
  readonly canaries: Canaries;
  readonly calls: RecordedCalls;
  readonly callers: Callers;
  readonly random: () => number;
  readonly operations: ReadonlySet<OperationName> | undefined;
  readonly inPaths: ReadonlySet<OperationName> | undefined;
}

/** Sends the requests under each disturbance in turn, and checks that each one took effect. */
export class Batches {
  readonly #parts: BatchParts;
  readonly #appliedBy = new Map<Disturbance, number>();
  /** Undisturbed changes that failed: their secrets went nowhere. */
  readonly failures: string[] = [];

  constructor(parts: BatchParts) {
    this.#parts = parts;
  }

  /** How many calls failed, were refused or never ended, so far. */
  get applied(): number {
    return [...this.#appliedBy.values()].reduce((sum, count) => sum + count, 0);
  }

  async send(disturbance: Disturbance, round: number): Promise<void> {
    const { driver, calls, callers, random } = this.#parts;
    const { cloud } = driver;
    // So that concurrent requests are of different operations.
    const wanted = shuffled(await this.#requestsUnder(disturbance, round), random);
    const requests = wanted.map((request) => {
      const context = { operation: request.operation, round, random };
      // Drawn before anything is sent, so that the order of the answers does not affect the draws.
      const planned = { faults: disturbance.faults?.(context) ?? [], crashes: disturbance.crashes?.(context) ?? [] };
      return { request, planned };
    });
    const before = this.#happened();
    calls.setCallFault(disturbance.callFault?.(driver.client));
    const lanes = disturbance.atMost ?? disturbance.lanes ?? LANES;
    await inLanes(requests, lanes, async ({ request, planned }, number) => {
      planFor(cloud, request.operation, planned);
      const isDone = await callers.send(request, number);
      if (disturbance === undisturbed && request.isChange && !isDone) {
        this.failures.push(`A change by ${request.operation} at ${request.path} was not carried out`);
      }
    });
    // The delivery of the rows to the bus, after the answers, is to be disturbed as well.
    await cloud.idle();
    calls.setCallFault();
    cloud.faults.clear();
    cloud.crashes.clear();
    this.#appliedBy.set(disturbance, (this.#appliedBy.get(disturbance) ?? 0) + this.#happened() - before);
  }

  /** @returns a sentence for each disturbance without effect. */
  unusedDisturbances(chosen: readonly Disturbance[]): readonly string[] {
    return chosen
      .filter((one) => one !== undisturbed && (this.#appliedBy.get(one) ?? 0) === 0)
      .map(({ title }) => `This disturbance had no effect: ${title}`);
  }

  #happened(): number {
    const { driver, calls } = this.#parts;
    return driver.cloud.faults.applied + driver.cloud.crashes.happened + calls.applied;
  }

  async #requestsUnder(disturbance: Disturbance, round: number): Promise<readonly SecretRequest[]> {
    const { driver, canaries, callers, operations, inPaths } = this.#parts;
    const fixtures = () => createFixtures(callers.ask, driver, canaries);
    const one = await fixtures();
    const isWanted = (request: SecretRequest) => operations?.has(request.operation) ?? true;
    const broken = brokenRequests(canaries, one).filter(isWanted);
    const paths = pathRequests(canaries).filter(({ operation }) => inPaths?.has(operation) ?? true);
    const proper = [
      ...properRequests(canaries, one, 'envelope'),
      ...(disturbance.isAfterAnswers ? [] : properRequests(canaries, await fixtures(), 'problem')),
    ].filter(isWanted);
    if (disturbance === undisturbed) return [...proper, ...broken, ...paths];
    if (disturbance.atMost !== undefined) return spread(proper, disturbance.atMost, round);
    const others = [broken, paths].flatMap((requests) => spread(requests, REFUSED_UNDER_DISTURBANCE, round));
    return [...proper, ...others];
  }
}

/** At most this many items, spread over the list; others in the next round. */
function spread<Item>(items: readonly Item[], atMost: number, round: number): readonly Item[] {
  const step = Math.max(1, Math.floor(items.length / atMost));
  return items.filter((_, place) => (place + round) % step === 0).slice(0, atMost);
}

async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item, number: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let number = next++; number < items.length; number = next++) await work(items[number]!, number);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
