import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { approved, registered } from '../scenarios/arrangements.ts';
import { ANNOUNCER, later, notices, runs } from './announcements.ts';
import { assemblyWithoutRules } from './disabled-rules.ts';
import { logLinesOf } from './log-lines.ts';
import { operatorClients } from './operator-clients.ts';
import { lastSweep, sweepByHand } from './outbox-rows.ts';
import type { Assembly } from './prod-assembly.ts';
import { measured, measurements, missedByTheStream, sweeps } from './sweeps.ts';

/**
 * docs/runbooks/audit-rule-not-invoked.md, sweeper-not-running.md and licenses-not-announced.md: how a disabled rule
 * shows, and the steps of each page. One stack has all three disabled. Then they are enabled again.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let disabled: Assembly;
let dataFolder: string;
let driver: LocalCloudDriver;
let operator: ReturnType<typeof operatorClients>;

/** Deploys: the same data under another template; by default that of the sources. */
async function deploy(assemblyFolder?: string): Promise<void> {
  await stop();
  const template = assemblyFolder === undefined ? {} : { assemblyFolder };
  driver = await startOnLocalCloud({ dataFolder, onProblem: () => undefined, ...template });
  operator = operatorClients(driver.cloud.services.endpointUrl);
}
async function stop(): Promise<void> {
  operator?.destroy();
  await driver?.stop();
}

beforeAll(async () => {
  disabled = await assemblyWithoutRules(['audit-log', 'sweep-audit-outbox', ANNOUNCER]);
  dataFolder = mkdtempSync(join(tmpdir(), 'disabled-rules-'));
}, 60_000);
afterAll(async () => {
  await stop();
  disabled.remove();
  rmSync(dataFolder, { recursive: true });
});

const auditRule = { EventBusName: 'misp-audit-dev', Name: 'misp-dev-audit-log' };
const stateOf = async (rule: { readonly Name: string; readonly EventBusName?: string }) =>
  (await operator.events.send(new DescribeRuleCommand(rule))).State;
const recordIds = (events: readonly { readonly detail: unknown }[]) =>
  events.map(({ detail }) => (detail as { recordId: string }).recordId).sort();
const auditLog = ({ services, template }: LocalCloud) =>
  services.logGroups.events(template.outputs.AuditLogGroupName!).map(({ message }) => JSON.parse(message));
const queueNamed = ({ template }: LocalCloud, end: string) =>
  template.ofType('AWS::SQS::Queue').find(({ name }) => name.endsWith(end))!;
const announceByHand = async () => {
  expect(await driver.cloud.invoke(ANNOUNCER, {})).toMatchObject({ ok: true });
  await driver.cloud.idle();
};

/** When the first events were lost to the audit log, and their record ids. */
let from: Date;
let firstLost: readonly string[];

describe('disabled', () => {
  beforeAll(() => deploy(disabled.folder), 60_000);

  test('the rule of the audit log: rows are published and deleted from the outbox, but not logged', async () => {
    const { cloud } = driver;
    from = new Date(cloud.clock.now());
    await registered(driver);
    await cloud.idle();
    expect(await stateOf(auditRule)).toBe('DISABLED');
    // Only the alarm's metric shows it.
    const published = logLinesOf(cloud, 'publish-audit').filter((line) => 'AuditRecordsPublished' in line);
    expect(published).toEqual([expect.objectContaining({ AuditRecordsPublished: 5 })]);
    expect([await cloud.outboxRows(), auditLog(cloud)]).toEqual([0, []]);
    firstLost = recordIds(cloud.events());
    expect(firstLost).toHaveLength(5);
  }, 60_000);

  test("the sweeper's: no log line and no metric, which raises the alarm; a manual run", async () => {
    const { cloud } = driver;
    const id = await missedByTheStream(driver, () => registered(driver));
    await cloud.clock.advance(30 * MINUTE);
    await cloud.idle();
    expect([sweeps(cloud), measurements(cloud), await cloud.outboxRows()]).toEqual([0, 0, 1]);
    const failures = queueNamed(cloud, 'publish-audit-failures');
    expect(cloud.services.queues.list(failures.arn!).length).toBeGreaterThan(0);
    // Missing metrics raise one alarm after fifteen minutes, and do not change the other two.
    const treatments = cloud.template
      .ofType('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => measured.includes(String(properties.MetricName)))
      .map(({ name, properties }) => [name.replace(/^misp-dev-/, ''), properties.TreatMissingData]);
    expect(Object.fromEntries(treatments)).toEqual({
      'sweeper-not-running': 'breaching',
      'audit-delayed': 'ignore',
      'audit-refused': 'ignore',
    });
    // Step 2 of "How to see it".
    expect(await stateOf({ Name: 'misp-dev-sweep-audit-outbox' })).toBe('DISABLED');

    // A manual run: nothing that the stream missed is lost. A concurrent second run does no harm.
    await Promise.all([sweepByHand(cloud), sweepByHand(cloud)]);
    const lines = logLinesOf(cloud, 'sweep-audit-outbox').filter(({ event }) => event === 'outbox-swept');
    expect(lines).toContainEqual(expect.objectContaining({ delivered: 1, poison: 0, isComplete: true }));
    expect([measurements(cloud), await cloud.outboxRows()]).toEqual([2, 0]);
    const ofMisp = cloud.events().filter(({ detail }) => detail.mispId === id);
    expect(new Set(ofMisp.map(({ detail }) => detail.recordId)).size).toBe(5);
    await operator.queues.send(new PurgeQueueCommand({ QueueUrl: failures.name }));
    expect(cloud.services.queues.list(failures.arn!)).toEqual([]);
  }, 60_000);

  test("the announcer's: no log line, no metric; a manual run announces what was missed, and nothing twice", async () => {
    const { cloud } = driver;
    await announceByHand();
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
    expect(await stateOf({ Name: `misp-dev-${ANNOUNCER}` })).toBe('DISABLED');
    // Two concurrent runs and another one: one notice, of the tightest threshold.
    await Promise.all([announceByHand(), announceByHand()]);
    await announceByHand();
    expect(notices(cloud).map(({ detail }) => [detail.mispId, detail.notice, detail.daysLeft])).toEqual([
      [mispId, 3, 2],
    ]);
    expect(runs(cloud).at(-1)).toMatchObject({ failed: 0, behindSeconds: 0 });
  }, 60_000);
});

describe('enabled again', () => {
  beforeAll(() => deploy(), 60_000);

  test('the sweeper runs every five minutes', async () => {
    const { cloud } = driver;
    for (const count of [1, 2, 3]) {
      await cloud.clock.advance(5 * MINUTE);
      await cloud.idle();
      expect([sweeps(cloud), measurements(cloud)]).toEqual([count, count]);
      expect(lastSweep(cloud)).toMatchObject({ isComplete: true });
    }
  }, 60_000);

  test('what the audit log lacks is replayed from the archive', async () => {
    const { cloud } = driver;
    const lost = recordIds(cloud.events());
    expect(lost).toEqual(expect.arrayContaining([...firstLost]));
    expect(auditLog(cloud)).toEqual([]);
    await cloud.clock.advance(HOUR);
    const { ArchiveArn } = await operator.events.send(new DescribeArchiveCommand({ ArchiveName: 'misp-dev-audit' }));
    const { Arn: busArn } = await operator.events.send(new DescribeEventBusCommand({ Name: auditRule.EventBusName }));
    const { Arn: rule } = await operator.events.send(new DescribeRuleCommand(auditRule));
    await operator.events.send(
      new StartReplayCommand({
        ReplayName: 'gap',
        EventSourceArn: ArchiveArn,
        EventStartTime: new Date(from.getTime() - MINUTE),
        EventEndTime: new Date(cloud.clock.now() - MINUTE),
        Destination: { Arn: busArn, FilterArns: [rule!] },
      }),
    );
    await cloud.idle();
    expect(recordIds(auditLog(cloud))).toEqual(lost);
  }, 60_000);
});
