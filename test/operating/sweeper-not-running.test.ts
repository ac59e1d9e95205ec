import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { registered } from '../scenarios/arrangements.ts';
import { assemblyWithoutRule } from './disabled-rule.ts';
import { logLinesOf } from './log-lines.ts';
import { operatorClients } from './operator-clients.ts';
import { lastSweep, sweepByHand } from './outbox-rows.ts';
import type { Assembly } from './prod-assembly.ts';
import { measured, measurements, missedByTheStream, sweeps } from './sweeps.ts';

/** docs/runbooks/sweeper-not-running.md: how a missing sweeper shows, and the steps of the page. */

const MINUTE = 60_000;
let disabled: Assembly;
let dataFolder: string;
beforeAll(async () => {
  disabled = await assemblyWithoutRule('sweep-audit-outbox');
  dataFolder = mkdtempSync(join(tmpdir(), 'sweeper-'));
}, 60_000);
afterAll(() => {
  disabled.remove();
  rmSync(dataFolder, { recursive: true });
});

const queueNamed = ({ template }: LocalCloud, end: string) =>
  template.ofType('AWS::SQS::Queue').find(({ name }) => name.endsWith(end))!;

test('a disabled rule: no log line and no metric, which raises the alarm; a manual run; and enabled again', async () => {
  let driver = await startOnLocalCloud({
    dataFolder,
    assemblyFolder: disabled.folder,
    onProblem: () => undefined,
  });
  try {
    const { cloud } = driver;
    const operator = operatorClients(cloud.services.endpointUrl);
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
    const rule = new DescribeRuleCommand({ Name: 'misp-dev-sweep-audit-outbox' });
    expect((await operator.events.send(rule)).State).toBe('DISABLED');

    // A manual run: nothing that the stream missed is lost. A concurrent second run does no harm.
    await Promise.all([sweepByHand(cloud), sweepByHand(cloud)]);
    const lines = logLinesOf(cloud, 'sweep-audit-outbox').filter(({ event }) => event === 'outbox-swept');
    expect(lines).toContainEqual(expect.objectContaining({ delivered: 1, poison: 0, isComplete: true }));
    expect([measurements(cloud), await cloud.outboxRows()]).toEqual([2, 0]);
    const ofMisp = cloud.events().filter(({ detail }) => detail.mispId === id);
    expect(new Set(ofMisp.map(({ detail }) => detail.recordId)).size).toBe(5);
    await operator.queues.send(new PurgeQueueCommand({ QueueUrl: failures.name }));
    expect(cloud.services.queues.list(failures.arn!)).toEqual([]);
    operator.destroy();
    await driver.stop();

    driver = await startOnLocalCloud({ dataFolder });
    for (const count of [1, 2, 3]) {
      await driver.cloud.clock.advance(5 * MINUTE);
      await driver.cloud.idle();
      expect([sweeps(driver.cloud), measurements(driver.cloud)]).toEqual([count, count]);
      expect(lastSweep(driver.cloud)).toMatchObject({ isComplete: true });
    }
  } finally {
    await driver.stop();
  }
}, 60_000);
