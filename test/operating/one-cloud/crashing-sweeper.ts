import { expect, test } from '@jest/globals';
import { registered } from '../../scenarios/arrangements.ts';
import { measurements, missedByTheStream, sweeps } from '../sweeps.ts';
import { driver, problems } from './cloud.ts';

/** docs/runbooks/sweeper-not-running.md: how a crash shows. */

const MINUTE = 60_000;

test('a crashing sweeper: no log line either, and the next run delivers what that one did not', async () => {
  const { cloud } = driver;
  const before = { sweeps: sweeps(cloud), measurements: measurements(cloud), problems: problems.length };
  const since = () => [sweeps(cloud) - before.sweeps, measurements(cloud) - before.measurements];
  cloud.crash({ function: 'sweep-audit-outbox', after: 'dynamodb:Scan' });
  await missedByTheStream(driver, () => registered(driver));
  expect([...since(), await cloud.outboxRows()]).toEqual([0, 0, 1]);
  expect(problems.slice(before.problems).filter((text) => text.includes('Runtime exited'))).toHaveLength(1);
  await cloud.clock.advance(5 * MINUTE);
  await cloud.idle();
  expect([...since(), await cloud.outboxRows()]).toEqual([1, 1, 0]);
}, 60_000);
