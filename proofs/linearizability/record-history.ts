import { setTimeout as sleep } from 'node:timers/promises';
import { itemsOf } from '../model/check-table.ts';
import type { Answered, Service } from '../model/proving-ground.ts';
import type { Asked, Call, Configuration } from '../model/reference/call.ts';
import { withFaults } from './fault-plan.ts';
import type { Event, History } from './history.ts';
import type { Plan, Planned } from './plan-history.ts';

/**
 * A request in an outage has only this much time: what a function reserves for its answer, and a little for the calls.
 * So it gives up soon.
 */
const TIME_IN_AN_OUTAGE_MS = 750 + 150;
/** How long an abandoned call may still be under way. */
const SETTLING_MS = 20;

/** Runs the clients of a plan concurrently, and records what each saw. */
export async function recordHistory(
  service: Service,
  configuration: Configuration,
  { before, planned }: Plan,
  title: string,
): Promise<Omit<History, 'drawn'>> {
  await service.put([...before.misps.values()].flatMap(itemsOf));
  const ids = [...before.misps.keys()];
  const keys = [...before.misps.values()].flatMap(({ licenses }) => licenses.map(({ key }) => key));
  const versions = new Map([...before.misps.values()].map(({ id, version }) => [id, version]));
  const keyed: (Asked & { readonly by: Call['by'] })[] = [];
  const events: Event[] = [];
  const perform = async ({ client, at, pauseMs, asked, faultPlan, isAnswerLost }: Planned) => {
    await sleep(pauseMs);
    const by = { userId: `client-${client}`, userName: `Client ${client}` };
    const whole = { by, ...asked({ ids, keys, versions, keyed }) };
    if (whole.retry?.idempotencyKey !== undefined) keyed.push(whole);
    const call: Call = { ...whole, at, requestId: `request-${at % 1000}` };
    const timeLeft = Number.isFinite(faultPlan.outFrom) ? TIME_IN_AN_OUTAGE_MS : undefined;
    const invokedAt = performance.now();
    const answered = await withFaults(faultPlan, () => service.ask(call, timeLeft));
    const respondedAt = performance.now();
    if (isAnswerLost || answered.status >= 500) {
      const failed = answered.status >= 500 ? { failedWith: answered.status } : {};
      events.push({ client, call, invokedAt, respondedAt: Number.POSITIVE_INFINITY, ...failed });
      return;
    }
    events.push({ client, call, invokedAt, respondedAt, answered });
    learn(call, answered, ids, keys, versions);
  };
  const byClient = Map.groupBy(planned, ({ client }) => client);
  await Promise.all(
    [...byClient.values()].map(async (own) => {
      for (const one of own) await perform(one);
    }),
  );
  if (events.some(({ answered }) => answered === undefined)) await sleep(SETTLING_MS);
  const [items, rows] = await Promise.all([service.items(), service.rows()]);
  return { title, configuration, before, events, items, rows };
}

/** Adds the ids, keys and versions of an answer to what the clients know. */
function learn(
  { operation, mispId }: Call,
  { body: { response } }: Answered,
  ids: string[],
  keys: string[],
  versions: Map<string, number>,
): void {
  const field = (name: string): unknown =>
    typeof response === 'object' && response !== null ? Reflect.get(response, name) : undefined;
  const add = (some: string[], value: unknown) => {
    if (typeof value === 'string' && !some.includes(value)) some.push(value);
  };
  const version = field('version');
  if (mispId !== undefined && typeof version === 'number') versions.set(mispId, version);
  if (operation === 'register-misp') add(ids, field('mispID'));
  if (operation === 'process-misp-status') add(keys, field('mispLicenseKey'));
  if (operation === 'download-license-key' || operation === 'rotate-license-key') add(keys, field('licenseKey'));
}
