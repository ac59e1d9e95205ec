import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hashLicenseKey } from '../../../functions/domain/license.ts';
import { projectFolder } from '../../../lib/project-folder.ts';
import { compileEventPattern } from '../../../local/aws/event-pattern.ts';
import { approved } from '../../scenarios/arrangements.ts';
import { later, notices, runs } from '../announcements.ts';
import { driver } from './cloud.ts';

/** docs/expiry-notices.md, with a clock moved by the test. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const page = readFileSync(join(projectFolder, 'docs/expiry-notices.md'), 'utf8');

test("a MISP is announced once at each threshold, hourly, and the page's rule gets it", async () => {
  const { cloud } = driver;
  // The licences of the other parts end, and become too old for a notice.
  await later(driver, 150 * DAY);
  const [since, runsBefore] = [cloud.events().length, runs(cloud).length];
  const { id: mispId, key } = await approved(driver);
  await later(driver, 2 * HOUR);
  expect([runs(cloud).length - runsBefore, notices(cloud, since)]).toEqual([1, []]);
  await later(driver, 60 * DAY);
  await later(driver, HOUR);
  await later(driver, 23 * DAY);
  expect(notices(cloud, since).map(({ detail }) => [detail.notice, detail.daysLeft])).toEqual([
    [30, 30],
    [7, 7],
  ]);
  const [, event] = notices(cloud, since);
  expect(event?.detail).toMatchObject({ mispId, licenseKeyHash: hashLicenseKey(key), version: 2 });
  const [, pattern = ''] = /^ +EventPattern: (\{.*\})$/m.exec(page) ?? [];
  const matches = compileEventPattern(JSON.parse(pattern));
  expect(notices(cloud, since).map(matches)).toEqual([false, true]);
  expect(cloud.events(since).filter(matches)).toHaveLength(1);
}, 60_000);
