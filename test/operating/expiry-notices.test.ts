import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hashLicenseKey } from '../../functions/domain/license.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { compileEventPattern } from '../../local/aws/event-pattern.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { approved } from '../scenarios/arrangements.ts';
import { assemblyWithoutRule } from './disabled-rule.ts';
import { logLinesOf } from './log-lines.ts';
import { operatorClients } from './operator-clients.ts';
import type { Assembly } from './prod-assembly.ts';

/** docs/expiry-notices.md and docs/runbooks/licenses-not-announced.md, with a clock moved by the test. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ANNOUNCER = 'announce-expiring-licenses';
const page = readFileSync(join(projectFolder, 'docs/expiry-notices.md'), 'utf8');

let disabled: Assembly;
beforeAll(async () => {
  disabled = await assemblyWithoutRule(ANNOUNCER);
}, 60_000);
afterAll(() => disabled.remove());

const notices = (cloud: LocalCloud) => cloud.events().filter((event) => event['detail-type'] === 'LICENSES_EXPIRING');
const runs = (cloud: LocalCloud) => logLinesOf(cloud, ANNOUNCER).filter(({ event }) => event === 'licenses-announced');
const later = async ({ cloud }: LocalCloudDriver, ms: number) => {
  await cloud.clock.advance(ms);
  await cloud.idle();
};
const byHand = async ({ cloud }: LocalCloudDriver) => {
  expect(await cloud.invoke(ANNOUNCER, {})).toMatchObject({ ok: true });
  await cloud.idle();
};

test("a MISP is announced once at each threshold, hourly, and the page's rule gets it", async () => {
  const driver = await startOnLocalCloud({ onProblem: () => undefined });
  try {
    const { cloud } = driver;
    const { id: mispId, key } = await approved(driver);
    await later(driver, 2 * HOUR);
    expect([runs(cloud).length, notices(cloud)]).toEqual([1, []]);
    await later(driver, 60 * DAY);
    await later(driver, HOUR);
    await later(driver, 23 * DAY);
    expect(notices(cloud).map(({ detail }) => [detail.notice, detail.daysLeft])).toEqual([
      [30, 30],
      [7, 7],
    ]);
    const [, event] = notices(cloud);
    expect(event?.detail).toMatchObject({ mispId, licenseKeyHash: hashLicenseKey(key), version: 2 });
    const [, pattern = ''] = /^ +EventPattern: (\{.*\})$/m.exec(page) ?? [];
    const matches = compileEventPattern(JSON.parse(pattern));
    expect(notices(cloud).map(matches)).toEqual([false, true]);
    expect(cloud.events().filter(matches)).toHaveLength(1);
  } finally {
    await driver.stop();
  }
}, 60_000);

test('a disabled schedule: no log line, no metric; a manual run announces what was missed, and nothing twice', async () => {
  const driver = await startOnLocalCloud({ assemblyFolder: disabled.folder, onProblem: () => undefined });
  try {
    const { cloud } = driver;
    const operator = operatorClients(cloud.services.endpointUrl);
    await byHand(driver);
    const { id: mispId } = await approved(driver);
    await later(driver, 88 * DAY);
    expect([runs(cloud).length, notices(cloud)]).toEqual([1, []]);
    // Steps 2 and 3 of "How to see it".
    const mark = new GetItemCommand({
      TableName: cloud.template.outputs.MispsTableName,
      Key: { pk: { S: 'ANNOUNCED' } },
    });
    const { Item } = await operator.tables.send(mark);
    expect(cloud.clock.now() - Date.parse(Item?.announcedUntil?.S ?? '')).toBeGreaterThanOrEqual(88 * DAY);
    const rule = new DescribeRuleCommand({ Name: `misp-dev-${ANNOUNCER}` });
    expect((await operator.events.send(rule)).State).toBe('DISABLED');
    // Two concurrent runs and another one: one notice, of the tightest threshold.
    await Promise.all([byHand(driver), byHand(driver)]);
    await byHand(driver);
    expect(notices(cloud).map(({ detail }) => [detail.mispId, detail.notice, detail.daysLeft])).toEqual([
      [mispId, 3, 2],
    ]);
    expect(runs(cloud).at(-1)).toMatchObject({ failed: 0, behindSeconds: 0 });
    operator.destroy();
  } finally {
    await driver.stop();
  }
}, 60_000);
