import { approved, newName } from '../../test/scenarios/arrangements.ts';
import type { ServiceDriver } from '../../test/scenarios/service-driver.ts';
import type { LicensedMisp, TrafficTargets } from './mix.ts';

const READ = 100;
const CHANGED = 20;
const AT_ONCE = 4;

/** Registers and approves the MISPs that traffic is about, through the service itself. */
export async function arrangeTargets(driver: ServiceDriver): Promise<Omit<TrafficTargets, 'stem'>> {
  const misps: LicensedMisp[] = [];
  let left = READ + CHANGED;
  const arrange = async () => {
    while (left > 0) {
      left -= 1;
      const name = newName('Traffic');
      misps.push({ name, ...(await approved(driver, name)) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, arrange));
  return { read: misps.slice(0, READ), changed: misps.slice(READ) };
}
