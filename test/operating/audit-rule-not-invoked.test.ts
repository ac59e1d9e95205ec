import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { expect, test } from '@jest/globals';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { registered } from '../scenarios/arrangements.ts';
import { assemblyWithoutRule } from './disabled-rule.ts';
import { logLinesOf } from './log-lines.ts';
import { operatorClients } from './operator-clients.ts';

/** docs/runbooks/audit-rule-not-invoked.md: how a disabled rule shows, and how to fill the gap. */

const HOUR = 60 * 60_000;
const recordIds = (events: readonly { readonly detail: unknown }[]) =>
  events.map(({ detail }) => (detail as { recordId: string }).recordId).sort();
const auditLog = ({ services, template }: LocalCloud) =>
  services.logGroups.events(template.outputs.AuditLogGroupName!).map(({ message }) => JSON.parse(message));

test('a disabled rule: rows are published and deleted from the outbox, but not logged; they are replayed from the archive once it is enabled', async () => {
  const disabled = await assemblyWithoutRule('audit-log');
  const dataFolder = mkdtempSync(join(tmpdir(), 'audit-rule-'));
  let driver = await startOnLocalCloud({ dataFolder, assemblyFolder: disabled.folder });
  try {
    const from = new Date(driver.cloud.clock.now());
    await registered(driver);
    await driver.cloud.idle();
    const { EventBusName, Name } = { EventBusName: 'misp-audit-dev', Name: 'misp-dev-audit-log' };
    let operator = operatorClients(driver.cloud.services.endpointUrl);
    expect((await operator.events.send(new DescribeRuleCommand({ EventBusName, Name }))).State).toBe('DISABLED');
    operator.destroy();
    // Only the alarm's metric shows it.
    const published = logLinesOf(driver.cloud, 'publish-audit').filter((line) => 'AuditRecordsPublished' in line);
    expect(published).toEqual([expect.objectContaining({ AuditRecordsPublished: 5 })]);
    expect([await driver.cloud.outboxRows(), auditLog(driver.cloud)]).toEqual([0, []]);
    const lost = recordIds(driver.cloud.events());
    expect(lost).toHaveLength(5);
    await driver.stop();

    driver = await startOnLocalCloud({ dataFolder });
    await driver.cloud.clock.advance(HOUR);
    operator = operatorClients(driver.cloud.services.endpointUrl);
    const { ArchiveArn } = await operator.events.send(new DescribeArchiveCommand({ ArchiveName: 'misp-dev-audit' }));
    const { Arn: busArn } = await operator.events.send(new DescribeEventBusCommand({ Name: EventBusName }));
    const { Arn: rule } = await operator.events.send(new DescribeRuleCommand({ EventBusName, Name }));
    await operator.events.send(
      new StartReplayCommand({
        ReplayName: 'gap',
        EventSourceArn: ArchiveArn,
        EventStartTime: new Date(from.getTime() - 60_000),
        EventEndTime: new Date(driver.cloud.clock.now() - 60_000),
        Destination: { Arn: busArn, FilterArns: [rule!] },
      }),
    );
    await driver.cloud.idle();
    operator.destroy();
    expect(recordIds(auditLog(driver.cloud))).toEqual(lost);
  } finally {
    await driver.stop();
    disabled.remove();
    rmSync(dataFolder, { recursive: true });
  }
}, 60_000);
