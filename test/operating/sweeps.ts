import type { LocalCloud } from '../../local/local-cloud.ts';
import type { LocalCloudDriver } from '../e2e/local-cloud-driver.ts';
import { logLinesOf } from './log-lines.ts';

const MINUTE = 60_000;
/** The sweeper's metrics, which three alarms watch. */
export const measured = ['OutboxRows', 'OutboxOldestAgeSeconds', 'OutboxPoisonRows'];

/** How many times the sweeper has run to its end. */
export const sweeps = (cloud: LocalCloud) =>
  logLinesOf(cloud, 'sweep-audit-outbox').filter(({ event }) => event === 'outbox-swept').length;
/** How many times it has written its metrics. */
export const measurements = (cloud: LocalCloud) =>
  logLinesOf(cloud, 'sweep-audit-outbox').filter((line) => measured.every((name) => name in line)).length;

/** A registration whose row the stream gives up, so that only a sweep can deliver it. */
export async function missedByTheStream({ cloud }: LocalCloudDriver, register: () => Promise<string>): Promise<string> {
  cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 1000 });
  const id = await register();
  await cloud.clock.advance(16 * MINUTE);
  await cloud.idle();
  cloud.faults.clear();
  return id;
}
