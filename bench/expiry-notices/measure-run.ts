import { ANNOUNCER } from '../../functions/audit/events.ts';
import { Callers } from '../../local/functions/callers.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { monotonicMs } from '../traffic/monotonic.ts';
import type { Notice } from './notice.ts';

/** One run of the function that announces expiring licences. */
export interface MeasuredRun {
  /** From the invocation to its answer. */
  readonly seconds: number;
  /** Of the function's process, from the event to the answer. */
  readonly processorSeconds: number;
  /** How many calls to DynamoDB the function made, by their action, including repeated and failed ones. */
  readonly calls: ReadonlyMap<string, number>;
  /** What reached the bus because of this run. */
  readonly notices: readonly Notice[];
}

const EVENT = 'LICENSES_EXPIRING';

/**
 * Invokes the function, and waits until all its notices are on the bus.
 * @param processorMs the processor time of the function's last answered invocation.
 * @throws Error if the run fails.
 */
export async function measureRun(cloud: LocalCloud, processorMs: () => number): Promise<MeasuredRun> {
  const { bus, calls: ledger } = cloud.services;
  const eventsBefore = bus.eventCount;
  ledger.reset();
  const started = monotonicMs();
  const result = await cloud.invoke(ANNOUNCER, {});
  const seconds = (monotonicMs() - started) / 1000;
  if (!result.ok) throw new Error(`${ANNOUNCER} failed: ${result.errorType} ${result.errorMessage}`);
  const processorSeconds = processorMs() / 1000;
  await cloud.idle();
  return { seconds, processorSeconds, calls: callsOf(cloud), notices: noticesIn(cloud.events(eventsBefore)) };
}

/** The function's own calls: those of the publisher do not count. */
function callsOf({ template, services }: LocalCloud): ReadonlyMap<string, number> {
  const callers = new Callers(template);
  const name = callers.functionNamed(ANNOUNCER);
  const own = services.calls.all().filter((count) => {
    return count.service === 'dynamodb' && callers.nameOf(count.caller) === name;
  });
  return new Map(own.map(({ action, calls }) => [action, calls]));
}

/** An event that was delivered twice counts once: it has the same record id. */
function noticesIn(events: ReturnType<LocalCloud['events']>): readonly Notice[] {
  const expiring = events.filter((event) => event['detail-type'] === EVENT);
  const byRecord = new Map(expiring.map(({ detail }) => [String(detail.recordId), detail]));
  return [...byRecord.values()].map(({ mispId, notice }) => ({ mispId: String(mispId), days: Number(notice) }));
}
