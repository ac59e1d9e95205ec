import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { prepareAssembly } from '../../../local/assembly/prepare-assembly.ts';
import { Permissions } from '../../../local/aws/iam/permissions.ts';
import { checkPlatformNeeds } from '../../../local/aws/iam/platform-needs.ts';
import { runnableTemplate } from '../../../local/template/load-template.ts';

/** The synthesized stack with one thing removed: the start stops if AWS would miss it after a deployment. */

jest.setTimeout(60_000);

interface Statement {
  Action: string | string[];
  Principal?: unknown;
  Effect: string;
  Resource: unknown;
}
interface Declaration {
  Type: string;
  Properties: Record<string, unknown> & { PolicyDocument?: { Statement: Statement[] } };
}
type Resources = Record<string, Declaration>;
let text = '';
let folder = '';
beforeAll(async () => {
  folder = await prepareAssembly();
  const file = readdirSync(folder).find((name) => name.endsWith('.template.json')) ?? '';
  text = readFileSync(join(folder, file), 'utf8');
});

function check(change: (resources: Resources) => void = () => undefined): void {
  const template = JSON.parse(text) as { Resources: Resources };
  change(template.Resources);
  const runnable = runnableTemplate({ ...template }, 'misp-dev', folder);
  checkPlatformNeeds(runnable, new Permissions({ template: runnable, onProblem: () => undefined }));
}

const ofType = (resources: Resources, type: string, part = '') =>
  Object.entries(resources).filter(([id, { Type }]) => Type === type && id.includes(part));
const isAbout = ({ Action }: Statement, action: string) => [Action].flat().includes(action);
/** Removes an action from all policies with this text in their logical id. */
const withoutAction =
  (part: string, action: string, type = 'AWS::IAM::Policy') =>
  (resources: Resources) => {
    for (const [, { Properties }] of ofType(resources, type, part)) {
      for (const statement of Properties.PolicyDocument?.Statement ?? []) {
        if (isAbout(statement, action)) statement.Action = [statement.Action].flat().filter((name) => name !== action);
      }
    }
  };
const withoutFirst =
  (type: string, part = '') =>
  (resources: Resources) => {
    const [id = 'none'] = ofType(resources, type, part)[0] ?? [];
    delete resources[id];
  };

describe('the unchanged stack', () => {
  test('lacks nothing that AWS needs', () => expect(() => check()).not.toThrow());
});

describe('a start stops, and the message says who lacks what, if', () => {
  test.each([
    ['dynamodb:DescribeStream', /publish-audit lacks dynamodb:DescribeStream on .*\/stream\//],
    ['dynamodb:GetRecords', /publish-audit lacks dynamodb:GetRecords on/],
    ['dynamodb:GetShardIterator', /publish-audit lacks dynamodb:GetShardIterator on/],
    ['dynamodb:ListStreams', /publish-audit lacks dynamodb:ListStreams on \*/],
    ['sqs:SendMessage', /publish-audit lacks sqs:SendMessage on .*publish-audit-failures: the failure queue/],
    ['logs:PutLogEvents', /publish-audit lacks logs:PutLogEvents on .*: its log/],
    ['xray:PutTraceSegments', /publish-audit lacks xray:PutTraceSegments on \*: its traces/],
  ])('the publisher may not %s', (action, message) => {
    expect(() => check(withoutAction('AuditPublisher', action))).toThrow(message);
  });

  test('the failure queue denies what the role allows', () => {
    const deny = (resources: Resources) => {
      const [[, queuePolicy]] = ofType(resources, 'AWS::SQS::QueuePolicy', 'AuditPublisher') as [[string, Declaration]];
      for (const statement of queuePolicy.Properties.PolicyDocument!.Statement)
        Object.assign(statement, { Condition: {} });
    };
    expect(() => check(deny)).toThrow(/publish-audit lacks sqs:SendMessage/);
  });

  test('nobody may use the key of the tables through DynamoDB', () => {
    const close = (resources: Resources) => {
      const [[, key]] = ofType(resources, 'AWS::KMS::Key') as [[string, Declaration]];
      const keyPolicy = key.Properties.KeyPolicy as { Statement: Statement[] };
      keyPolicy.Statement = keyPolicy.Statement.filter((statement) => isAbout(statement, 'kms:*'));
    };
    expect(() => check(close)).toThrow(/register-misp lacks kms:Decrypt on .*key/);
    expect(() => check(close)).toThrow(/publish-audit lacks kms:Decrypt on .*key/);
    // A key policy can also leave the decision to the account, whose roles then need their own grant.
    const grant = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };
    const closedButGranted = (resources: Resources) => {
      close(resources);
      for (const [, { Properties }] of ofType(resources, 'AWS::IAM::Policy')) {
        Properties.PolicyDocument?.Statement.push(grant);
      }
    };
    expect(() => check(closedButGranted)).not.toThrow();
  });

  test('the key serves only another service', () => {
    const change = (resources: Resources) => {
      const [[, key]] = ofType(resources, 'AWS::KMS::Key') as [[string, Declaration]];
      const keyPolicy = key.Properties.KeyPolicy as { Statement: (Statement & { Condition?: object })[] };
      for (const statement of keyPolicy.Statement) {
        if (statement.Condition)
          statement.Condition = { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } };
      }
    };
    expect(() => check(change)).toThrow(/lacks kms:Decrypt/);
  });

  test('the bus may not write to the log group', () => {
    expect(() => check(withoutFirst('AWS::Logs::ResourcePolicy'))).toThrow(
      /rule .*audit-log lacks logs:PutLogEvents on .*log-group/,
    );
  });

  test('a condition on the rule for creating streams, where EventBridge sends none', () => {
    const change = (resources: Resources) => {
      const [[, policy]] = ofType(resources, 'AWS::Logs::ResourcePolicy') as [[string, Declaration]];
      const document = JSON.stringify(policy.Properties.PolicyDocument);
      // The document is text within the template: the action moves into the statement with the condition.
      const moved = document
        .replace(
          '\\"Action\\":\\"logs:PutLogEvents\\"',
          '\\"Action\\":[\\"logs:CreateLogStream\\",\\"logs:PutLogEvents\\"]',
        )
        .replace('\\"Action\\":\\"logs:CreateLogStream\\"', '\\"Action\\":\\"logs:DescribeLogStreams\\"');
      Object.assign(policy.Properties, { PolicyDocument: JSON.parse(moved) });
    };
    expect(() => check(change)).toThrow(/rule .*audit-log lacks logs:CreateLogStream on .*log-group/);
  });

  test('the policy of the bus denies the archive its replays', () => {
    const change = (resources: Resources) => {
      const [[, policy]] = ofType(resources, 'AWS::Events::EventBusPolicy') as [[string, Declaration]];
      const { Statement } = policy.Properties as unknown as { Statement: { Condition: Record<string, object> } };
      delete Statement.Condition.BoolIfExists;
    };
    expect(() => check(change)).toThrow(/archive misp-dev-audit lacks events:PutEvents on .*: the bus's policy denies/);
  });

  test.each(['AuditLogUndelivered', 'OutboxSweeperMissedRuns'])('the dead letters of %s are refused', (part) => {
    expect(() => check(withoutAction(part, 'sqs:SendMessage', 'AWS::SQS::QueuePolicy'))).toThrow(
      /rule .* lacks sqs:SendMessage on .* for events.amazonaws.com/,
    );
  });

  test('the gateway may not invoke a route, nor the authorizer, nor the schedule its function', () => {
    expect(() => check(withoutFirst('AWS::Lambda::Permission', 'POST'))).toThrow(
      /register-misp lacks a permission for apigateway.amazonaws.com .* the route POST/,
    );
    expect(() => check(withoutFirst('AWS::Lambda::Permission', 'Authorizer'))).toThrow(
      /authorize-caller lacks .* the authorizer/,
    );
    expect(() => check(withoutFirst('AWS::Lambda::Permission', 'Schedule'))).toThrow(
      /sweep-audit-outbox lacks a permission for events.amazonaws.com/,
    );
  });

  test('a permission is for another route', () => {
    const change = (resources: Resources) => {
      const [[, permission]] = ofType(resources, 'AWS::Lambda::Permission', 'POST') as [[string, Declaration]];
      permission.Properties.SourceArn = 'arn:aws:execute-api:us-east-1:000000000000:other/*/*/misps';
    };
    expect(() => check(change)).toThrow(/register-misp lacks a permission/);
  });

  test('a role does not trust Lambda', () => {
    const change = (resources: Resources) => {
      const [[, role]] = ofType(resources, 'AWS::IAM::Role', 'Sweeper') as [[string, Declaration]];
      const trust = role.Properties.AssumeRolePolicyDocument as { Statement: Statement[] };
      trust.Statement[0]!.Principal = { Service: 'ec2.amazonaws.com' };
    };
    expect(() => check(change)).toThrow(/sweep-audit-outbox does not trust lambda/);
  });
});

function inBusPolicy(Condition: object) {
  return { Statement: { Effect: 'Deny', Principal: '*', Action: 'events:PutEvents', Condition } };
}

test.each([
  [
    'a managed policy',
    'AWS::IAM::Role',
    { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
    /Admin/,
  ],
  ['a policy of the table', 'AWS::DynamoDB::Table', { ResourcePolicy: {} }, /own policy/],
  ['a key of a log group', 'AWS::Logs::LogGroup', { KmsKeyId: 'x' }, /KmsKeyId/],
  ['an older form of a policy of the bus', 'AWS::Events::EventBusPolicy', { Principal: '*' }, /Principal/],
  [
    'an operator in a policy of the bus',
    'AWS::Events::EventBusPolicy',
    inBusPolicy({ StringNotEquals: {} }),
    /StringNot/,
  ],
  [
    'a key in a policy of the bus',
    'AWS::Events::EventBusPolicy',
    inBusPolicy({ Bool: { 'aws:ViaAWSService': 'x' } }),
    /Via/,
  ],
  ['another kind of policy', 'AWS::IAM::Policy', 'AWS::IAM::UserPolicy', /UserPolicy/],
])('%s, which the evaluator does not know, stops the start', (_, type, change, message) => {
  expect(() =>
    check((resources) => {
      const [[, found]] = ofType(resources, type) as [[string, Declaration]];
      if (typeof change === 'string') found.Type = change;
      else Object.assign(found.Properties, change);
    }),
  ).toThrow(message);
});
