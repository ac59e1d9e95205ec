import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalCloudDriver, startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { approved } from '../scenarios/arrangements.ts';
import { ANNOUNCER, later, notices, runs } from './announcements.ts';
import { assemblyWithoutRule } from './disabled-rule.ts';
import { operatorClients } from './operator-clients.ts';
import type { Assembly } from './prod-assembly.ts';

/** docs/runbooks/licenses-not-announced.md, with a clock moved by the test. */

const DAY = 24 * 3_600_000;

let disabled: Assembly;
beforeAll(async () => {
  disabled = await assemblyWithoutRule(ANNOUNCER);
}, 60_000);
afterAll(() => disabled.remove());

const byHand = async ({ cloud }: LocalCloudDriver) => {
  expect(await cloud.invoke(ANNOUNCER, {})).toMatchObject({ ok: true });
  await cloud.idle();
};

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
