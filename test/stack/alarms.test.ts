import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { metricUnits } from '../../functions/telemetry/metrics.ts';
import { runbooks } from '../../lib/operating/runbooks.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { nameOf, prodSettings, synthesized } from './template.ts';

const template = synthesized('prod', { ...prodSettings, alarms: { email: 'ops@example.org' } });
const alarms = template.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
const pages = join(projectFolder, 'docs/runbooks');

/** The resource that an alarm's first dimension names. */
const watched = (alarm: (typeof alarms)[number]) => template.target(alarm.Dimensions[0].Value);
const alarmsOn = (metric: string) => alarms.filter((alarm) => alarm.MetricName === metric);

describe('every alarm', () => {
  test.each(alarms.map((alarm) => [alarm.AlarmName, alarm] as const))(
    '%s says what is wrong, whom it hurts and which page helps, and tells somebody',
    (_name, alarm) => {
      const [, page] = /^.+\. Effect: .+\. Runbook: docs\/runbooks\/([a-z-]+)\.md$/.exec(alarm.AlarmDescription) ?? [];
      expect(runbooks).toContain(page);
      expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024);
      expect(template.target(alarm.AlarmActions[0]).type).toBe('AWS::SNS::Topic');
      expect(alarm.OKActions).toEqual(alarm.AlarmActions);
    },
  );

  test('has a name of its own', () => {
    expect(new Set(alarms.map((alarm) => alarm.AlarmName)).size).toBe(alarms.length);
  });
});

describe('runbook pages', () => {
  test('there is one for every name that alarms can give, and no other', () => {
    // README.md is the index; what no alarm asks for is in procedures/.
    const alarmPages = readdirSync(pages).filter((name) => name !== 'README.md' && name !== 'procedures');
    expect(alarmPages.sort()).toEqual(runbooks.map((page) => `${page}.md`).sort());
  });

  test.each(runbooks)('%s is pointed to by an alarm', (page) => {
    expect(alarms.some((alarm) => alarm.AlarmDescription.endsWith(`docs/runbooks/${page}.md`))).toBe(true);
  });

  test.each(runbooks)('%s names the alarms that lead to it', (page) => {
    const file = join(pages, `${page}.md`);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const names = alarms
      .filter((alarm) => alarm.AlarmDescription.endsWith(`docs/runbooks/${page}.md`))
      .map((alarm) => alarm.AlarmName.replace(/^misp-prod-/, ''));
    const listed = [...text.matchAll(/`([a-z-]+|<operation>-[a-z-]+)`/g)].map((match) => match[1]);
    for (const name of names) {
      // One operation's name can begin with another's: the longer one is meant.
      const operation = [...operations]
        .sort((a, b) => b.name.length - a.name.length)
        .find((candidate) => name.startsWith(`${candidate.name}-`));
      const general = operation === undefined ? name : name.replace(operation.name, '<operation>');
      expect(listed).toContain(general);
    }
  });
});

describe('what is watched', () => {
  test('every function, for crashes and lack of time', () => {
    const names = alarmsOn('Errors').map((alarm) => nameOf(watched(alarm)));
    expect(names.sort()).toEqual(template.ofType('AWS::Lambda::Function').map(nameOf).sort());
  });

  test('every queue, for a single message', () => {
    const queues = alarmsOn('ApproximateNumberOfMessagesVisible');
    expect(queues.map((alarm) => watched(alarm).logicalId).sort()).toEqual(
      template
        .ofType('AWS::SQS::Queue')
        .map((queue) => queue.logicalId)
        .sort(),
    );
    for (const alarm of queues) expect(alarm.Threshold).toBe(1);
  });

  test('every operation, for a store that does not answer', () => {
    const names = alarmsOn('StoreUnavailable').map((alarm) => nameOf(watched(alarm)));
    expect(names.sort()).toEqual(operations.map((operation) => operation.name as string).sort());
  });

  test('every operation, for a single answer of 500', () => {
    const failed = alarmsOn('RequestsFailed');
    expect(failed.map((alarm) => nameOf(watched(alarm))).sort()).toEqual(operations.map(({ name }) => name).sort());
    for (const alarm of failed) expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 1 });
  });

  test('every operation that changes MISPs, for one that has no more room', () => {
    const names = alarmsOn('MispItemTooLarge').map((alarm) => nameOf(watched(alarm)));
    expect(names.sort()).toEqual([
      'download-license-key',
      'process-misp-status',
      'update-license-key-status',
      'update-misp',
      'update-misp-status',
    ]);
  });

  test.each(['OutboxOldestAgeSeconds', 'OutboxRows', 'OutboxPoisonRows'])(
    '%s, where no data is the worst case and alarms as well',
    (metric) => {
      const [alarm, ...more] = alarmsOn(metric);
      expect(more).toEqual([]);
      expect(alarm).toMatchObject({ TreatMissingData: 'breaching', Namespace: 'MispManagement', Period: 300 });
      expect(nameOf(watched(alarm!))).toBe('sweep-audit-outbox');
      // The longest run of the sweeper leaves two periods without data.
      expect(alarm!.DatapointsToAlarm).toBe(3);
    },
  );

  test('refused entries, the age of the stream, failures and slowness of the API', () => {
    for (const metric of ['AuditEntriesRefused', 'IteratorAge', '5xx', 'Latency']) {
      expect(alarmsOn(metric)).toHaveLength(1);
    }
  });

  test('own metrics are watched by the names that the functions write', () => {
    for (const alarm of alarms.filter((candidate) => candidate.Namespace === 'MispManagement')) {
      expect(Object.keys(metricUnits)).toContain(alarm.MetricName);
      expect(alarm.Dimensions).toHaveLength(1);
      expect(alarm.Dimensions[0].Name).toBe('FunctionName');
    }
  });
});

describe('whom alarms reach', () => {
  test('an e-mail address, through a topic that takes messages of this account over TLS only', () => {
    expect(template.only('AWS::SNS::Subscription').properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.org',
    });
    const statements = template.only('AWS::SNS::TopicPolicy').properties.PolicyDocument.Statement;
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('an existing topic', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:operations';
    const withTopic = synthesized('prod', { ...prodSettings, alarms: { topicArn } });
    expect(withTopic.ofType('AWS::SNS::Topic')).toEqual([]);
    for (const alarm of withTopic.ofType('AWS::CloudWatch::Alarm')) {
      expect(alarm.properties.AlarmActions).toEqual([topicArn]);
    }
  });

  test('nobody, when nothing is configured', () => {
    const silent = synthesized('prod', prodSettings);
    for (const alarm of silent.ofType('AWS::CloudWatch::Alarm'))
      expect(alarm.properties).not.toHaveProperty('AlarmActions');
  });
});

test('the dashboard shows every metric that the functions write, but the one that an alarm says all about', () => {
  const body = JSON.stringify(template.only('AWS::CloudWatch::Dashboard').properties.DashboardBody);
  for (const metric of Object.keys(metricUnits)) {
    if (metric !== 'MispItemTooLarge') expect(body).toContain(metric);
  }
});
