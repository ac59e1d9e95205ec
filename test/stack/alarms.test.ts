import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { type MetricName, metricsOf, metricUnits } from '../../functions/telemetry/metrics.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { runbookPages } from '../support/runbook-pages.ts';
import { type Json, nameOf, prodSettings, synthesized } from './template.ts';

const template = synthesized('prod', { ...prodSettings, alarms: { email: 'ops@example.org' } });
const alarms = template.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
const pages = join(projectFolder, 'docs/runbooks');

/** An alarm's name without the deployment. */
const shortName = (alarm: Json): string => alarm.AlarmName.replace(/^misp-prod-/, '');
const pageOf = (alarm: Json): string | undefined =>
  /^.+\. Impact: .+\. Runbook: docs\/runbooks\/([a-z-]+)\.md$/.exec(alarm.AlarmDescription)?.[1];

interface WatchedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

/** Every metric that an alarm reads, directly or in an expression. */
function metricsIn(alarm: Json): readonly WatchedMetric[] {
  const read: readonly Json[] = alarm.Metrics?.flatMap(({ MetricStat }: Json) => MetricStat?.Metric ?? []) ?? [alarm];
  return read.map(({ Namespace, MetricName, Dimensions }) => ({
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }: Json) => [Name, Value])),
  }));
}

/** The alarm with this name. */
function alarmNamed(name: string): Json {
  const found = alarms.find((alarm) => shortName(alarm) === name);
  if (found === undefined) throw new Error(`There is no alarm ${name}`);
  return found;
}

/**
 * The number of alarms for the errors and throttles of this many operations: one alarm watches five functions.
 */
const groupsOf = (count: number) => Math.ceil(count / 5);

test('there is one alarm for each thing that needs a person', () => {
  expect(alarms.map(shortName).sort()).toEqual([
    'api-failing',
    'api-slow',
    'audit-delayed',
    'audit-delivery-gave-up',
    'audit-log-incomplete',
    'audit-refused',
    'audit-rule-not-invoked',
    'authorizer-failing',
    'callers-refused',
    'licenses-not-announced',
    'misp-item-too-large',
    ...Array.from({ length: groupsOf(operations.length) }, (_, index) => `operations-failing-${index + 1}`),
    'requests-failed',
    'store-unavailable',
    'sweeper-not-running',
  ]);
});

test('the page of costs has their number, and that of their metrics, for twelve operations', () => {
  const page = readFileSync(join(projectFolder, 'docs/costs.md'), 'utf8');
  const metrics = alarms.flatMap(metricsIn).length - 2 * (operations.length - 12);
  const count = alarms.length - groupsOf(operations.length) + groupsOf(12);
  expect(page).toMatch(new RegExp(`^\\| alarms \\| \\d+ \\| ${count} \\|$`, 'm'));
  expect(page).toMatch(
    new RegExp(`^\\| metrics that they read .* \\| ${metrics}, \\$${(metrics / 10).toFixed(2)} \\|$`, 'm'),
  );
  expect(page).toMatch(new RegExp(`^\\| the same, at most, .+ \\| ${Object.keys(metricUnits).length}, `, 'm'));
});

describe('every alarm', () => {
  const each = alarms.map((alarm) => [shortName(alarm), alarm] as const);

  test.each(each)('%s says what is wrong, its impact and which page helps, and notifies somebody', (_name, alarm) => {
    expect(runbookPages).toContain(pageOf(alarm));
    expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024);
    expect(alarm.AlarmDescription).toMatch(/Impact: .*(callers|the change was refused)/i);
    expect(template.target(alarm.AlarmActions[0]).type).toBe('AWS::SNS::Topic');
    expect(alarm.OKActions).toEqual(alarm.AlarmActions);
  });

  test.each(each)('%s reads at most ten metrics, without a search expression', (_name, alarm) => {
    expect(metricsIn(alarm).length).toBeGreaterThan(0);
    expect(metricsIn(alarm).length).toBeLessThanOrEqual(10);
    expect(JSON.stringify(alarm)).not.toMatch(/SEARCH|SELECT/);
  });

  test.each(each)('%s reads metrics that exist, with exactly these dimensions', (_name, alarm) => {
    for (const { namespace, name, dimensions } of metricsIn(alarm)) {
      const known = namespace === 'MispManagement' ? ownMetrics[name] : awsMetrics[`${namespace} ${name}`];
      expect([name, Object.keys(dimensions).sort()]).toEqual([name, known]);
    }
  });
});

/** Dimensions of AWS's metrics that alarms read, from the documentation of each service. */
const awsMetrics: Readonly<Record<string, readonly string[]>> = {
  'AWS/ApiGateway 4xx': ['ApiId', 'Stage'],
  'AWS/ApiGateway 5xx': ['ApiId', 'Stage'],
  'AWS/ApiGateway Count': ['ApiId', 'Stage'],
  'AWS/ApiGateway Latency': ['ApiId', 'Stage'],
  'AWS/Events Invocations': ['EventBusName', 'RuleName'],
  'AWS/Lambda Errors': ['FunctionName'],
  'AWS/Lambda Throttles': ['FunctionName'],
  'AWS/SQS ApproximateNumberOfMessagesVisible': ['QueueName'],
};

/** The line that a function of the deployment writes for a metric. */
function writtenLine(name: string): Json {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    metricsOf('misp-prod')({ [name]: 1 });
    return JSON.parse(String(write.mock.calls[0]?.[0]));
  } finally {
    write.mockRestore();
  }
}

/** Dimensions of each of the service's own metrics, as the functions write them. */
const ownMetrics: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(metricUnits).map((name) => [name, writtenLine(name)._aws.CloudWatchMetrics[0].Dimensions.flat()]),
);

describe("the service's own metrics", () => {
  test('are watched for the same deployment that the functions name', () => {
    const own = alarms.flatMap(metricsIn).filter(({ namespace }) => namespace === 'MispManagement');
    expect(own).toHaveLength(8);
    for (const { dimensions } of own) expect(dimensions).toEqual({ Service: 'misp-prod' });
    for (const { properties } of template.ofType('AWS::Lambda::Function')) {
      expect(properties.Environment.Variables.SERVICE).toBe('misp-prod');
    }
  });

  test.each(Object.keys(metricUnits) as MetricName[])('%s is written by a function', (name) => {
    const sources = globSync('functions/**/*.ts', { cwd: projectFolder }).filter(
      (file) => !file.endsWith('metrics.ts'),
    );
    const writes = new RegExp(`metrics\\(\\{[^}]*\\b${name}:|^ {4}${name}: |'${name}'`, 'm');
    expect(sources.some((file) => writes.test(readFileSync(join(projectFolder, file), 'utf8')))).toBe(true);
  });
});

describe('runbook pages', () => {
  test.each(runbookPages)('%s names exactly the alarms that lead to it, at least one', (page) => {
    const text = readFileSync(join(pages, `${page}.md`), 'utf8');
    const leading = alarms.filter((alarm) => pageOf(alarm) === page).map(shortName);
    const [, list = ''] = /^Alarms?: (.+)\.$/m.exec(text) ?? [];
    const named = [...list.matchAll(/`([a-z0-9-]+)`/g)].map((match) => match[1]);
    expect(leading).not.toEqual([]);
    expect(named.sort()).toEqual(leading.sort());
  });

  test('the index says why each page without an alarm has none', () => {
    const index = readFileSync(join(pages, 'README.md'), 'utf8');
    for (const procedure of readdirSync(join(pages, 'procedures'))) {
      const row = index.split('\n').find((line) => line.includes(`](procedures/${procedure}) |`));
      const [, , when, why] = row?.split('|').map((cell) => cell.trim()) ?? [];
      expect([procedure, when, why]).toEqual([procedure, expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
    }
  });

  test('the index has each alarm in the row of its page', () => {
    const index = readFileSync(join(pages, 'README.md'), 'utf8');
    for (const alarm of alarms) {
      const row = index.split('\n').find((line) => line.startsWith(`| [${pageOf(alarm)}](`));
      expect(row).toContain(`\`${shortName(alarm)}\``);
    }
  });
});

describe('what is watched', () => {
  /** The functions whose metric these alarms read. */
  const functionsIn = (alarm: Json, metric: string) =>
    metricsIn(alarm)
      .filter(({ name }) => name === metric)
      .map(({ dimensions }) => nameOf(template.target(dimensions.FunctionName)));
  const ofGroups = alarms.filter((alarm) => shortName(alarm).startsWith('operations-failing-'));

  test.each(['Errors', 'Throttles'])('%s of every operation, once, and the alarm names it', (metric) => {
    const names = ofGroups.flatMap((alarm) => functionsIn(alarm, metric));
    expect(names.sort()).toEqual(operations.map(({ name }) => name as string).sort());
    for (const alarm of ofGroups) {
      for (const name of functionsIn(alarm, metric))
        expect(alarm.AlarmDescription).toMatch(new RegExp(`[ ,.]${name}[,.]`));
    }
    expect(functionsIn(alarmNamed('authorizer-failing'), metric)).toEqual(['authorize-caller']);
  });

  test('every queue, for a single message', () => {
    const watching = alarms.filter((alarm) =>
      metricsIn(alarm).some(({ name }) => name === 'ApproximateNumberOfMessagesVisible'),
    );
    const queues = watching.flatMap(metricsIn).map(({ dimensions }) => template.target(dimensions.QueueName).logicalId);
    expect(queues.sort()).toEqual(
      template
        .ofType('AWS::SQS::Queue')
        .map((queue) => queue.logicalId)
        .sort(),
    );
    for (const alarm of watching) expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 1 });
  });

  test.each([
    ['requests-failed', 'RequestsFailed', 1, [1, 1]],
    ['store-unavailable', 'StoreUnavailable', 5, [2, 3]],
    ['misp-item-too-large', 'MispItemTooLarge', 1, [1, 1]],
  ] as const)('%s: %s of all operations together, %d in five minutes', (name, MetricName, Threshold, [some, of]) => {
    expect(alarmNamed(name)).toMatchObject({
      ...{ MetricName, Threshold, Statistic: 'Sum', Period: 300, TreatMissingData: 'notBreaching' },
      ...{ DatapointsToAlarm: some, EvaluationPeriods: of, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
    });
  });

  test('a sweeper without metrics, by one alarm; the other two of the outbox do not change', () => {
    // The longest run of the sweeper leaves two periods without data.
    const measured = { Namespace: 'MispManagement', Period: 300, Statistic: 'Maximum' };
    expect(alarmNamed('sweeper-not-running')).toMatchObject({
      ...{ ...measured, MetricName: 'OutboxRows', TreatMissingData: 'breaching', DatapointsToAlarm: 3 },
      // A count of rows is never negative, so only missing data alarms.
      ...{ Threshold: 0, ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 3 },
    });
    expect(alarmNamed('audit-delayed')).toMatchObject({
      ...{ ...measured, MetricName: 'OutboxOldestAgeSeconds', TreatMissingData: 'ignore', Threshold: 300 },
      ...{ DatapointsToAlarm: 3, EvaluationPeriods: 3 },
    });
    expect(alarmNamed('audit-refused')).toMatchObject({
      ...{ ...measured, MetricName: 'OutboxPoisonRows', TreatMissingData: 'ignore', Threshold: 1 },
      ...{ DatapointsToAlarm: 1, EvaluationPeriods: 1 },
    });
  });

  test('announcements that are three hours late, even if nothing runs', () => {
    expect(alarmNamed('licenses-not-announced')).toMatchObject({
      ...{ MetricName: 'AnnouncementsBehindSeconds', TreatMissingData: 'breaching', Period: 3600 },
      ...{ EvaluationPeriods: 3, DatapointsToAlarm: 3 },
      // More than the longest run, less than the pause between two.
      Threshold: 1800,
    });
  });

  test('failures and slowness of the API, whatever the cause', () => {
    expect(alarmNamed('api-failing')).toMatchObject({ MetricName: '5xx', Threshold: 5, DatapointsToAlarm: 2 });
    expect(alarmNamed('api-slow')).toMatchObject({ MetricName: 'Latency', ExtendedStatistic: 'p99', Threshold: 3000 });
  });
});

describe('alarms switched off', () => {
  const silent = synthesized('prod', { ...prodSettings, alarms: { enabled: false, email: 'ops@example.org' } });

  test('leave no alarms and no topic, and the dashboard unchanged', () => {
    for (const type of [
      'AWS::CloudWatch::Alarm',
      'AWS::SNS::Topic',
      'AWS::SNS::Subscription',
      'AWS::SNS::TopicPolicy',
    ]) {
      expect(template.ofType(type)).not.toEqual([]);
      expect(silent.ofType(type)).toEqual([]);
    }
    expect(silent.only('AWS::CloudWatch::Dashboard').properties).toEqual(
      template.only('AWS::CloudWatch::Dashboard').properties,
    );
  });

  test('change nothing else', () => {
    const others = ({ all }: typeof silent) =>
      all.map(({ logicalId }) => logicalId).filter((id) => !id.startsWith('Alarms'));
    expect(others(silent)).toEqual(others(template));
    expect(silent.all).toHaveLength(others(template).length);
  });
});

/** The value of a metric in a period; undefined without data. */
type Values = Readonly<Record<string, number | undefined>>;

/** Evaluates CloudWatch metric math in one period. Undefined if a metric has no data and is not filled. */
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

/** An alarm on an expression, and its metrics by their ids in the expression. */
function computedAlarm(name: string) {
  const alarm = alarmNamed(name);
  const parts: readonly Json[] = alarm.Metrics;
  const { Expression } = parts.find(({ ReturnData }) => ReturnData !== false)!;
  const stats = parts.filter(({ MetricStat }) => MetricStat !== undefined);
  const metrics: Readonly<Record<string, { metric: string; dimensions: Json }>> = Object.fromEntries(
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

describe('calls that Lambda ends early or does not start', () => {
  const { alarm, metrics, isOver } = computedAlarm('operations-failing-2');
  const nothing = Object.fromEntries(Object.keys(metrics).map((id) => [id, undefined]));

  test('are counted for five functions, in two of three periods', () => {
    expect(
      Object.values(metrics)
        .map(({ metric }) => metric)
        .sort(),
    ).toEqual([
      ...Array.from({ length: 5 }, () => 'AWS/Lambda Errors Sum 300'),
      ...Array.from({ length: 5 }, () => 'AWS/Lambda Throttles Sum 300'),
    ]);
    expect(alarm).toMatchObject({ DatapointsToAlarm: 2, EvaluationPeriods: 3, TreatMissingData: 'notBreaching' });
  });

  test('none: no function was called, or all succeeded', () => {
    expect(isOver(nothing)).toBe(false);
    expect(isOver({ ...nothing, errors1: 0, throttles1: 0 })).toBe(false);
  });

  test.each(Object.keys(metrics))('one: %s', (id) => expect(isOver({ ...nothing, [id]: 1 })).toBe(true));
});

describe('messages in the failure queues', () => {
  const { isOver } = computedAlarm('audit-delivery-gave-up');

  test.each<[string, number | undefined, number | undefined, boolean]>([
    ['none', undefined, undefined, false],
    ['none in either', 0, 0, false],
    ['a position in the stream', 1, undefined, true],
    ['a run of the sweeper', undefined, 1, true],
  ])('%s', (_title, positions, runs, expected) => expect(isOver({ positions, runs })).toBe(expected));
});

describe('events published while the rule of the audit log is not invoked', () => {
  const { alarm, metrics, isOver } = computedAlarm('audit-rule-not-invoked');

  test('compares what all functions published with that rule of that bus', () => {
    expect(metrics).toEqual({
      published: { metric: 'MispManagement AuditRecordsPublished Sum 300', dimensions: { Service: 'misp-prod' } },
      invocations: {
        metric: 'AWS/Events Invocations Sum 300',
        dimensions: { EventBusName: expect.anything(), RuleName: 'misp-prod-audit-log' },
      },
    });
    const bus = template.target(metrics.invocations!.dimensions.EventBusName);
    expect(bus.type).toBe('AWS::Events::EventBus');
    const rule = template
      .ofType('AWS::Events::Rule')
      .find(({ properties }) => properties.Name === metrics.invocations!.dimensions.RuleName)!;
    expect(template.target(rule.properties.EventBusName)).toBe(bus);
  });

  test.each<[string, number | undefined, number | undefined, boolean]>([
    ['all is well', 40, 40, false],
    ['nothing is published', undefined, undefined, false],
    ['nothing was published, with data', 0, undefined, false],
    ['the rule is disabled', 4, undefined, true],
    ['the rule counts no invocation', 4, 0, true],
    ['one invocation is late', 40, 39, false],
  ])('%s', (_title, published, invocations, expected) => expect(isOver({ published, invocations })).toBe(expected));

  test('alarms at the third period within an hour: an event may be counted in the next period', () => {
    expect(alarm).toMatchObject({ DatapointsToAlarm: 3, EvaluationPeriods: 12, TreatMissingData: 'notBreaching' });
  });
});

describe('refused callers', () => {
  const { alarm, metrics, isOver } = computedAlarm('callers-refused');

  test('are counted by the gateway, as a share of all requests, over a quarter of an hour', () => {
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

describe('recipients of alarms', () => {
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

describe('the dashboard', () => {
  const parts: readonly unknown[] = template.only('AWS::CloudWatch::Dashboard').properties.DashboardBody['Fn::Join'][1];
  // The test's text for values of the deployment: the logical id, or the region.
  const filled = (part: unknown) =>
    (part as Json).Ref === 'AWS::Region' ? 'eu-west-1' : template.target(part).logicalId;
  const body = parts.map((part) => (typeof part === 'string' ? part : filled(part))).join('');
  const widgets: readonly Json[] = JSON.parse(body).widgets.map(({ properties }: Json) => properties);
  const titled = (title: string): readonly Json[] => widgets.filter((widget) => widget.title?.startsWith(title));

  test.each(Object.keys(metricUnits))('shows %s', (metric) => {
    expect(body).toContain(`["MispManagement","${metric}","Service","misp-prod"`);
  });

  test.each(['Calls', 'Time, p99', 'Crashed or out of time', 'Throttled'])(
    'shows each operation by itself: %s',
    (title) => {
      const labels = titled(title)[0]!.metrics.map((metric: readonly unknown[]) => (metric.at(-1) as Json).label);
      expect(labels).toEqual(operations.map(({ name }) => name));
    },
  );

  test('says which operation failed or refused requests, from the logs of all of them', () => {
    const queries = titled('Which operation');
    expect(queries).toHaveLength(2);
    const logs = template
      .ofType('AWS::Lambda::Function')
      .filter((lambda) => operations.some(({ name }) => name === nameOf(lambda)))
      .map(({ properties }) => template.target(properties.LoggingConfig.LogGroup).logicalId);
    const lines = readFileSync(join(projectFolder, 'functions/telemetry/log.ts'), 'utf8');
    for (const { query } of queries) {
      const sources = [...query.matchAll(/SOURCE '([^']+)'/g)].map((match) => match[1]);
      expect(sources.sort()).toEqual([...logs].sort());
      expect(query).toContain('by operation');
      expect(lines).toContain(`event: '${/event = "([a-z-]+)"/.exec(query)?.[1]}'`);
    }
  });
});
