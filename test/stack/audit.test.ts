import { describe, expect, test } from '@jest/globals';
import {
  devSettings,
  type Json,
  nameOf,
  prodSettings,
  statementsOf,
  statementsOfFunction,
  synthesized,
} from './template.ts';

const prod = synthesized('prod', prodSettings);
const dev = synthesized('dev', { ...devSettings, auditArchiveDays: 30 });

describe('bus', () => {
  test('has a name for subscribers: without the stage in prod, with it elsewhere', () => {
    expect(prod.only('AWS::Events::EventBus').properties.Name).toBe('misp-audit');
    expect(dev.only('AWS::Events::EventBus').properties.Name).toBe('misp-audit-dev');
    const named = synthesized('prod', { ...prodSettings, serviceName: 'partners' });
    expect(named.only('AWS::Events::EventBus').properties.Name).toBe('partners-audit');
  });

  test('has an archive of every event of the service, kept as long as configured', () => {
    const archive = (template: typeof prod) => template.only('AWS::Events::Archive').properties;
    expect(archive(prod)).toMatchObject({ EventPattern: { source: ['mosip.pms.misp'] }, RetentionDays: 0 });
    expect(archive(dev)).toMatchObject({ EventPattern: { source: ['mosip.pms.misp'] }, RetentionDays: 30 });
    expect(prod.target(archive(prod).SourceArn).type).toBe('AWS::Events::EventBus');
  });
});

describe('the policy of the bus', () => {
  const redriveRoleArns = ['arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/Operator_1'];
  const roleOf = (name: string) => {
    const lambda = prod.ofType('AWS::Lambda::Function').find((candidate) => nameOf(candidate) === name)!;
    return lambda.properties.Role;
  };

  test.each([
    ['without redrive roles', prodSettings, []],
    ['with one', { ...prodSettings, redriveRoleArns }, redriveRoleArns],
  ])('denies PutEvents to all except publisher and sweeper, for any source: %s', (_, settings, named) => {
    const template = synthesized('prod', settings);
    const bus = template.only('AWS::Events::EventBus').logicalId;
    const { EventBusName, Statement, StatementId } = template.only('AWS::Events::EventBusPolicy').properties;
    expect(EventBusName).toEqual({ Ref: bus });
    expect(Statement).toEqual({
      Sid: StatementId,
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'events:PutEvents',
      Resource: { 'Fn::GetAtt': [bus, 'Arn'] },
      Condition: {
        ArnNotEquals: { 'aws:PrincipalArn': [roleOf('publish-audit'), roleOf('sweep-audit-outbox'), ...named] },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    });
  });
});

describe('targets', () => {
  const targets = prod
    .ofType('AWS::Events::Rule')
    .flatMap((rule) => rule.properties.Targets.map((target: object) => [rule, target] as const));

  /** Its alarm watches its results, and the next run makes up for a missed one: a queue would add nothing. */
  const watchedOtherwise = 'misp-prod-announce-expiring-licenses';
  const watchedByQueue = targets.filter(([rule]) => rule.properties.Name !== watchedOtherwise);

  test('there are three: the log group, the sweeper and the announcer', () => {
    expect(targets).toHaveLength(3);
    expect(watchedByQueue).toHaveLength(2);
  });

  test.each(watchedByQueue.map(([rule, target]) => [rule.properties.Name, rule, target] as const))(
    'of %s has a dead-letter queue that the rule, and only the rule, may fill',
    (_name, rule, target) => {
      const queue = prod.target(target.DeadLetterConfig.Arn);
      expect(queue.type).toBe('AWS::SQS::Queue');
      const policy = prod
        .ofType('AWS::SQS::QueuePolicy')
        .find(({ properties }) => properties.Queues.some((reference: unknown) => prod.target(reference) === queue))!;
      const allowed = policy.properties.PolicyDocument.Statement.filter(
        (statement: { Effect: string }) => statement.Effect === 'Allow',
      );
      expect(allowed).toHaveLength(1);
      expect(allowed[0]).toMatchObject({ Action: 'sqs:SendMessage', Principal: { Service: 'events.amazonaws.com' } });
      expect(allowed[0].Condition.ArnEquals['aws:SourceArn']).toEqual({ 'Fn::GetAtt': [rule.logicalId, 'Arn'] });
    },
  );

  test('no target has a role, which EventBridge forbids for these kinds', () => {
    for (const [, target] of targets) expect(target).not.toHaveProperty('RoleArn');
  });
});

test('every queue is encrypted, refuses plain http and keeps its messages for fourteen days', () => {
  const queues = prod.ofType('AWS::SQS::Queue');
  expect(queues).toHaveLength(3);
  for (const queue of queues) {
    expect(queue.properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
    const policy = prod
      .ofType('AWS::SQS::QueuePolicy')
      .find(({ properties }) => properties.Queues.some((reference: unknown) => prod.target(reference) === queue))!;
    expect(policy.properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  }
});

describe('audit log', () => {
  const rule = prod.ofType('AWS::Events::Rule').find(({ properties }) => properties.EventPattern !== undefined)!;
  const [, arnParts] = rule.properties.Targets[0].Arn['Fn::Join'];

  test('gets every event of the bus, by an ARN without a wildcard at its end', () => {
    expect(rule.properties.EventPattern).toEqual({ source: ['mosip.pms.misp'] });
    expect(prod.target(rule.properties.EventBusName).type).toBe('AWS::Events::EventBus');
    const logGroup = prod.target(arnParts.at(-1));
    expect(logGroup.properties.LogGroupName).toBe('/aws/events/misp-prod-audit');
    expect(logGroup.properties.RetentionInDays).toBe(3653);
  });

  test('may be written by EventBridge, and the rule waits for that permission', () => {
    const permission = prod.only('AWS::Logs::ResourcePolicy');
    expect(rule.raw.DependsOn).toContain(permission.logicalId);
    const [, parts] = permission.properties.PolicyDocument['Fn::Join'];
    const referredTo = (part: Json) => (part.Ref?.startsWith('AWS::') ? part.Ref : prod.target(part).properties);
    const document = JSON.parse(
      parts
        .map((part: string | Json) => {
          if (typeof part === 'string') return part;
          const value = referredTo(part);
          return typeof value === 'string' ? `<${value}>` : (value.LogGroupName ?? value.Name);
        })
        .join(''),
    );
    for (const { Effect, Principal } of document.Statement) {
      expect(Effect).toBe('Allow');
      expect(Principal).toEqual({ Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] });
    }
    const ruleArn = 'arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/misp-audit/misp-prod-audit-log';
    // EventBridge sends no source when it creates a stream.
    expect(statementsOf(document)).toEqual([
      { actions: ['logs:CreateLogStream'], resources: ['/aws/events/misp-prod-audit'], condition: undefined },
      {
        actions: ['logs:PutLogEvents'],
        resources: ['/aws/events/misp-prod-audit'],
        condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
      },
    ]);
    expect(rule.properties.Name).toBe('misp-prod-audit-log');
  });

  test('has four saved queries, which count a duplicate record once', () => {
    const queries = prod.ofType('AWS::Logs::QueryDefinition').map(({ properties }) => properties);
    const text = Object.fromEntries(queries.map(({ Name, QueryString }) => [Name, QueryString]));
    expect(Object.keys(text).sort()).toEqual([
      'misp-prod-audit/by-license-key',
      'misp-prod-audit/by-misp',
      'misp-prod-audit/by-user',
      'misp-prod-audit/failures-of-the-last-day',
    ]);
    expect(text['misp-prod-audit/by-misp']).toContain('filter detail.mispId =');
    expect(text['misp-prod-audit/by-user']).toContain('filter detail.sessionUserId =');
    expect(text['misp-prod-audit/failures-of-the-last-day']).toContain(
      'detail.outcome != "success" or (ispresent(detail.verdict) and detail.verdict != "VALID")',
    );
    expect(text['misp-prod-audit/by-license-key']).toContain('filter detail.licenseKeyHash =');
    for (const { QueryString, LogGroupNames } of queries) {
      // Logs Insights allows no other command than a limit after dedup, and stops at 10,000 without one.
      expect(QueryString.split('\n| ').slice(-2)).toEqual(['dedup detail.recordId', 'limit 100000']);
      expect(prod.target(LogGroupNames[0]).properties.LogGroupName).toBe('/aws/events/misp-prod-audit');
    }
  });
});

describe('publisher', () => {
  const mapping = prod.only('AWS::Lambda::EventSourceMapping').properties;

  test('follows new rows of the outbox in batches, reports the failed ones, and gives up after a while', () => {
    expect(nameOf(prod.target(mapping.FunctionName))).toBe('publish-audit');
    expect(prod.target(mapping.EventSourceArn).properties.TableName).toBe('misp-prod-audit-outbox');
    expect(mapping.FilterCriteria).toEqual({ Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT'] }) }] });
    expect(mapping).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      ParallelizationFactor: 2,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 900,
    });
  });

  test('sends a queue what it gave up on', () => {
    expect(prod.target(mapping.DestinationConfig.OnFailure.Destination).type).toBe('AWS::SQS::Queue');
  });

  test.each(['publish-audit', 'sweep-audit-outbox'])('%s may put events only on this bus', (name) => {
    const lambda = prod.ofType('AWS::Lambda::Function').find((candidate) => nameOf(candidate) === name)!;
    const puts = statementsOfFunction(prod, lambda).filter(({ actions }) => actions.includes('events:PutEvents'));
    expect(puts).toEqual([
      {
        actions: ['events:PutEvents'],
        resources: [{ 'Fn::GetAtt': [prod.only('AWS::Events::EventBus').logicalId, 'Arn'] }],
        condition: undefined,
      },
    ]);
  });
});

test.each([
  ['sweep-audit-outbox', 'rate(5 minutes)', 300],
  ['announce-expiring-licenses', 'rate(1 hour)', 3600],
] as const)('%s runs at %s, and a failed or late run is not repeated: the next one follows', (name, rate, age) => {
  const [schedule, ...more] = prod
    .ofType('AWS::Events::Rule')
    .filter(({ properties }) => properties.ScheduleExpression !== undefined)
    .filter(({ properties }) => nameOf(prod.target(properties.Targets[0].Arn)) === name);
  expect(more).toEqual([]);
  expect(schedule?.properties).toMatchObject({ ScheduleExpression: rate, State: 'ENABLED' });
  expect(schedule?.properties.Targets[0].RetryPolicy.MaximumEventAgeInSeconds).toBe(age);
  const [config] = prod
    .ofType('AWS::Lambda::EventInvokeConfig')
    .filter(({ properties }) => nameOf(prod.target(properties.FunctionName)) === name);
  expect(config?.properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: age });
});

test('the outputs have what people and programs need', () => {
  expect(Object.keys(prod.json.Outputs).sort()).toEqual([
    'ApiUrl',
    'AuditArchiveName',
    'AuditBusName',
    'AuditLogGroupName',
    'AuditOutboxTableName',
    'MispsTableName',
    'Stage',
    'TokenAudience',
    'TokenIssuer',
  ]);
  expect(prod.json.Outputs.TokenIssuer.Value).toBe('https://issuer.example.org/realms/mosip');
  expect(prod.json.Outputs.Stage.Value).toBe('prod');
});
