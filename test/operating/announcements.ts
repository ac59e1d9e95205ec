import type { LocalCloud } from '../../local/local-cloud.ts';
import type { LocalCloudDriver } from '../e2e/local-cloud-driver.ts';
import { logLinesOf } from './log-lines.ts';

export const ANNOUNCER = 'announce-expiring-licenses';

/** @param since how many events were on the bus before. */
export const notices = (cloud: LocalCloud, since = 0) =>
  cloud.events(since).filter((event) => event['detail-type'] === 'LICENSES_EXPIRING');
export const runs = (cloud: LocalCloud) =>
  logLinesOf(cloud, ANNOUNCER).filter(({ event }) => event === 'licenses-announced');
export const later = async ({ cloud }: LocalCloudDriver, ms: number) => {
  await cloud.clock.advance(ms);
  await cloud.idle();
};
