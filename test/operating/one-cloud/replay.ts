import {
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { approved, done } from '../../scenarios/arrangements.ts';
import { AuditConsumer } from '../audit-consumer.ts';
import { driver, operator } from './cloud.ts';

/** docs/runbooks/procedures/replay-from-archive.md, step by step. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const S = 'misp-dev';

const outputs = () => driver.cloud.template.outputs;
const now = () => new Date(driver.cloud.clock.now());
/** The lines of the audit log. */
const logged = () =>
  driver.cloud.services.logGroups.events(outputs().AuditLogGroupName!).map(({ message }) => JSON.parse(message));
const recordIds = (events: readonly { detail: { recordId?: unknown } }[]) =>
  events.map(({ detail }) => String(detail.recordId)).sort();

/** Steps 2 and 3 of the page. @param toRule whether only the audit log's rule gets the events. */
async function replay(name: string, from: Date, to: Date, toRule: boolean) {
  const { ArchiveArn } = await operator.events.send(new DescribeArchiveCommand({ ArchiveName: `${S}-audit` }));
  const bus = { EventBusName: outputs().AuditBusName! };
  const { Arn: busArn } = await operator.events.send(new DescribeEventBusCommand({ Name: bus.EventBusName }));
  const { Arn: rule } = await operator.events.send(new DescribeRuleCommand({ Name: `${S}-audit-log`, ...bus }));
  await operator.events.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: ArchiveArn,
      EventStartTime: from,
      EventEndTime: to,
      Destination: { Arn: busArn, ...(toRule ? { FilterArns: [rule!] } : {}) },
    }),
  );
  await driver.cloud.idle();
  const { State } = await operator.events.send(new DescribeReplayCommand({ ReplayName: name }));
  expect(State).toBe('COMPLETED');
}

test('a gap in the audit log is closed: every record of that time is there, and none of another time twice', async () => {
  await approved(driver);
  await driver.cloud.idle();
  await driver.cloud.clock.advance(HOUR);
  // A little more than the gap, as the page says: event times are whole seconds.
  const from = new Date(driver.cloud.clock.now() - MINUTE);
  const before = { journal: driver.cloud.events().length, log: logged().length };
  driver.cloud.faults.plan({ action: 'logs:PutLogEvents', mode: 'error', count: 1000 });
  await approved(driver);
  await driver.cloud.idle();
  driver.cloud.faults.clear();
  const gap = driver.cloud.events(before.journal);
  expect(gap.length).toBeGreaterThan(8);
  expect(logged()).toHaveLength(before.log);
  await driver.cloud.clock.advance(HOUR);
  const to = new Date(driver.cloud.clock.now() - MINUTE);
  await approved(driver);
  await driver.cloud.idle();

  const atStart = { journal: driver.cloud.events().length, log: logged().length };
  await replay('gap-1', from, to, true);
  const replayed = logged().slice(atStart.log);
  expect(recordIds(replayed)).toEqual(recordIds(gap));
  expect(new Set(replayed.map((event) => event['replay-name']))).toEqual(new Set(['gap-1']));
  expect(recordIds(logged())).toEqual(recordIds(driver.cloud.events()));
  // Neither the bus's journal nor the archive has them twice.
  expect(driver.cloud.events()).toHaveLength(atStart.journal);
  expect(driver.cloud.services.bus.archives()[0]?.events).toHaveLength(atStart.journal);

  // From docs/runbooks/audit-log-incomplete.md, for a single target: replayed to its rule, then its queue is purged.
  const dead = driver.cloud.template
    .ofType('AWS::SQS::Queue')
    .find(({ name }) => name.endsWith('audit-log-undelivered'))!;
  expect(driver.cloud.services.queues.list(dead.arn!)).toHaveLength(gap.length);
  await operator.queues.send(new PurgeQueueCommand({ QueueUrl: dead.name }));
  expect(driver.cloud.services.queues.list(dead.arn!)).toEqual([]);
}, 60_000);

test('a consumer that drops duplicates by recordId and keeps the highest version does not change, in any order', async () => {
  const from = new Date(0);
  const { id, key } = await approved(driver);
  for (const mispLicenseKeyStatus of ['De-active', 'Active', 'De-active']) {
    const fields = { mispLicenseKey: key, mispLicenseKeyStatus };
    await done(driver, { method: 'PUT', path: `/misps/${id}/licenseKey`, fields });
  }
  await driver.cloud.idle();
  await driver.cloud.clock.advance(HOUR);
  const consumer = new AuditConsumer();
  const already = logged();
  for (const event of already) consumer.take(event);
  const then = structuredClone(consumer.state);
  const received = consumer.received;
  const own = then.verdicts.filter(([, verdict]) => verdict.mispId === id);
  expect(own.map(([, verdict]) => [verdict.active, verdict.reason])).toEqual([[false, 'LICENSE_DEACTIVATED']]);

  await replay('everything', from, now(), false);
  // The oldest comes last: a consumer that relied on the order would consider the licence active.
  const replayed = logged().slice(already.length).reverse();
  expect(replayed).toHaveLength(driver.cloud.events().length);
  for (const event of replayed) consumer.take(event);
  expect(consumer.received).toBe(received + replayed.length);
  expect(consumer.state).toEqual(then);

  // A new subscriber gets the same state from the replay alone.
  const newcomer = new AuditConsumer();
  for (const event of replayed) newcomer.take(event);
  expect(newcomer.state).toEqual(then);
}, 60_000);
