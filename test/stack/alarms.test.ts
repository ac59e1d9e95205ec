import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { metricUnits } from '../../functions/telemetry/metrics.ts';
import { runbooks } from '../../lib/operating/runbooks.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { type Json, nameOf, prodSettings, synthesized } from './template.ts';

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
  test('every function, for crashes and lack of time; the announcer by the progress that it then does not make', () => {
    const names = alarmsOn('Errors').map((alarm) => nameOf(watched(alarm)));
    expect([...names, 'announce-expiring-licenses'].sort()).toEqual(
      template.ofType('AWS::Lambda::Function').map(nameOf).sort(),
    );
  });

  test('announcements that are three hours late, also where nothing runs at all', () => {
    const [alarm, ...more] = alarmsOn('AnnouncementsBehindSeconds');
    expect(more).toEqual([]);
    expect(nameOf(watched(alarm!))).toBe('announce-expiring-licenses');
    expect(alarm).toMatchObject({
      ...{ Period: 3600, EvaluationPeriods: 3, DatapointsToAlarm: 3, TreatMissingData: 'breaching' },
      // More than the longest run takes, less than the pause between two.
      Threshold: 1800,
    });
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
      'change-license-validity',
      'download-license-key',
      'process-misp-status',
      'rotate-license-key',
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

/** The value of a metric in a period; undefined when CloudWatch has none. */
type Values = Readonly<Record<string, number | undefined>>;

/** What an expression of CloudWatch's metric math is in one period. Without data of a metric that is not filled: nothing. */
function evaluated(expression: string, values: Values): number | undefined {
  const body = expression.replaceAll(' AND ', ' && ').replaceAll('IF(', 'choose(').replaceAll('FILL(', 'fill(');
  const needed = Object.keys(values).filter((name) => !expression.includes(`FILL(${name},`));
  if (needed.some((name) => values[name] === undefined)) return undefined;
  const choose = (holds: boolean, yes: number, no: number) => (holds ? yes : no);
  const fill = (value: number | undefined, instead: number) => value ?? instead;
  return new Function('choose', 'fill', ...Object.keys(values), `return ${body}`)(
    choose,
    fill,
    ...Object.values(values),
  );
}

/** An alarm on an expression, with the metrics in it by the names that the expression gives them. */
function computedAlarm(name: string) {
  const alarm = alarms.find(({ AlarmName }) => AlarmName === `misp-prod-${name}`)!;
  const parts: readonly Json[] = alarm.Metrics;
  const { Expression } = parts.find(({ ReturnData }) => ReturnData !== false)!;
  const stats = parts.filter(({ MetricStat }) => MetricStat !== undefined);
  const metrics = Object.fromEntries(
    stats.map(({ Id, MetricStat: { Metric, Period, Stat } }) => [
      Id,
      {
        metric: `${Metric.Namespace} ${Metric.MetricName} ${Stat} ${Period}`,
        dimensions: Object.fromEntries(Metric.Dimensions.map((dimension: Json) => [dimension.Name, dimension.Value])),
      },
    ]),
  );
  return { alarm, metrics, isOver: (values: Values) => (evaluated(Expression, values) ?? 0) >= alarm.Threshold };
}

describe('events that are published while the rule of the audit log is not invoked', () => {
  const { alarm, metrics, isOver } = computedAlarm('audit-rule-not-invoked');

  test('looks at what publisher and sweeper have published, and at that rule of that bus', () => {
    const own = 'MispManagement AuditRecordsPublished Sum 300';
    expect(metrics).toEqual({
      byStream: { metric: own, dimensions: { FunctionName: expect.anything() } },
      bySweeper: { metric: own, dimensions: { FunctionName: expect.anything() } },
      invocations: {
        metric: 'AWS/Events Invocations Sum 300',
        dimensions: { EventBusName: expect.anything(), RuleName: 'misp-prod-audit-log' },
      },
    });
    const functionOf = (id: string) => nameOf(template.target(metrics[id]!.dimensions.FunctionName));
    expect(['byStream', 'bySweeper'].map(functionOf)).toEqual(['publish-audit', 'sweep-audit-outbox']);
    const bus = template.target(metrics.invocations!.dimensions.EventBusName);
    expect(bus.type).toBe('AWS::Events::EventBus');
    const rule = template
      .ofType('AWS::Events::Rule')
      .find(({ properties }) => properties.Name === metrics.invocations!.dimensions.RuleName)!;
    expect(template.target(rule.properties.EventBusName)).toBe(bus);
  });

  test.each<[string, number | undefined, number | undefined, number | undefined, boolean]>([
    ['all is well', 40, undefined, 40, false],
    ['nothing is published', undefined, undefined, undefined, false],
    ['nothing was published, and measured', 0, 0, undefined, false],
    ['the rule is disabled', 4, undefined, undefined, true],
    ['the rule is disabled, and the stream is behind', undefined, 4, undefined, true],
    ['the rule counts no call', 4, 4, 0, true],
    ['one call is late', 40, 0, 39, false],
  ])('%s', (_title, byStream, bySweeper, invocations, expected) =>
    expect(isOver({ byStream, bySweeper, invocations })).toBe(expected),
  );

  test('alarms when it was so for a quarter of an hour: an event may be counted in the next period', () => {
    expect(alarm).toMatchObject({ DatapointsToAlarm: 3, EvaluationPeriods: 3, TreatMissingData: 'notBreaching' });
  });
});

describe('callers that are refused', () => {
  const { alarm, metrics, isOver } = computedAlarm('callers-refused');

  test('are counted by the gateway, among all, over a quarter of an hour', () => {
    const dimensions = { ApiId: expect.anything(), Stage: '$default' };
    expect(metrics).toEqual({
      refused: { metric: 'AWS/ApiGateway 4xx Sum 900', dimensions },
      requests: { metric: 'AWS/ApiGateway Count SampleCount 900', dimensions },
    });
    expect(alarm).toMatchObject({ DatapointsToAlarm: 1, EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
  });

  test.each<[string, number | undefined, number | undefined, boolean]>([
    ['nobody asks', undefined, undefined, false],
    ['everybody, of many', 5000, 5000, true],
    ['everybody, of few', 50, 50, false],
    ['a few more', 51, 51, true],
    ['a quarter', 250, 1000, false],
    ['more than a quarter', 251, 1000, true],
    ['many, of very many', 2000, 100_000, false],
  ])('%s', (_title, refused, requests, expected) => expect(isOver({ refused, requests })).toBe(expected));

  test('both bounds can be configured', () => {
    const own = synthesized('prod', { ...prodSettings, alarms: { refusedPercent: 60, refusedRequests: 7 } });
    const { properties } = own
      .ofType('AWS::CloudWatch::Alarm')
      .find((candidate) => candidate.properties.AlarmName === 'misp-prod-callers-refused')!;
    const { Expression } = properties.Metrics.find((part: Json) => part.Expression !== undefined);
    expect(evaluated(Expression, { refused: 8, requests: 13 })).toBe(1);
    expect(evaluated(Expression, { refused: 7, requests: 7 })).toBe(0);
    expect(evaluated(Expression, { refused: 60, requests: 100 })).toBe(0);
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
