import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { prepareAssembly } from '../../../local/assembly/prepare-assembly.ts';
import { unknownBoundaries } from '../../../local/aws/iam/boundaries.ts';
import { Permissions } from '../../../local/aws/iam/permissions.ts';
import { checkPlatformNeeds } from '../../../local/aws/iam/platform-needs.ts';
import { credentialsOf } from '../../../local/functions/credentials.ts';
import { runnableTemplate } from '../../../local/template/load-template.ts';
import type { RunnableTemplate } from '../../../local/template/resources.ts';

/** The synthesized stack with a permissions boundary on all its roles, as some organizations require. */

jest.setTimeout(60_000);

interface Declaration {
  Type: string;
  Properties: Record<string, unknown>;
}
let text = '';
let folder = '';
beforeAll(async () => {
  folder = await prepareAssembly();
  const file = readdirSync(folder).find((name) => name.endsWith('.template.json')) ?? '';
  text = readFileSync(join(folder, file), 'utf8');
});

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

/** The stack with a boundary for all roles: a policy with these statements, or the one that a role names. */
function bounded(boundary: unknown, ...statements: object[]): RunnableTemplate {
  const template = JSON.parse(text) as { Resources: Record<string, Declaration> };
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type === 'AWS::IAM::Role') Properties.PermissionsBoundary = boundary;
  }
  template.Resources.Boundary = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ManagedPolicyName: 'limits',
      Path: '/team/',
      PolicyDocument: { Version: '2012-10-17', Statement: statements },
    },
  };
  return runnableTemplate({ ...template }, 'misp-dev', folder);
}
const by = (...statements: object[]) => bounded({ Ref: 'Boundary' }, ...statements);
const check = (template: RunnableTemplate) =>
  checkPlatformNeeds(template, new Permissions({ template, onProblem: () => undefined }));

/** Why the function may not do this to an item of the table of MISPs; undefined if it may. */
async function refusalOf(template: RunnableTemplate, action: string, key: string): Promise<string | undefined> {
  const permissions = new Permissions({ template, onProblem: () => undefined });
  const { name } = permissions.functionNamed('register-misp');
  const table = permissions.tables.find((one) => one.name.includes('misps'))!;
  const admission = await permissions.admit({
    caller: credentialsOf(name).accessKeyId,
    service: 'dynamodb',
    action,
    input: { TableName: table.name, Key: { [table.partitionKey]: { S: key } } },
  });
  return admission.admitted ? undefined : String(admission.body.Message);
}
const may = async (...asked: Parameters<typeof refusalOf>) => (await refusalOf(...asked)) === undefined;

describe('a function may do what both its role and the boundary allow', () => {
  test('a boundary that allows everything neither removes nor adds a grant', async () => {
    const template = by(everything);
    expect(() => check(template)).not.toThrow();
    expect(unknownBoundaries(template)).toEqual([]);
    expect(await may(template, 'UpdateItem', 'COUNTER')).toBe(true);
    expect(await may(template, 'UpdateItem', 'OTHER')).toBe(false);
    expect(await may(template, 'Scan', 'COUNTER')).toBe(false);
  });

  const silence = 'because no permissions boundary allows the dynamodb:UpdateItem action';
  const denial = 'with an explicit deny in a permissions boundary';
  test.each([
    ['is silent', [{ ...everything, Action: ['dynamodb:PutItem', 'logs:*'] }], silence],
    ['denies', [everything, { Effect: 'Deny', Action: 'dynamodb:Update*', Resource: '*' }], denial],
    ['allows all but that', [{ Effect: 'Allow', NotAction: ['iam:*', 'dynamodb:UpdateItem'], Resource: '*' }], silence],
    [
      'is about another table',
      [{ ...everything, Resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/other' }],
      silence,
    ],
    [
      'is about other keys',
      [{ ...everything, Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['MISP#*'] } } }],
      silence,
    ],
  ])('a boundary that %s removes a grant, and the refusal says so', async (_, statements, reason) => {
    const template = by(...statements);
    expect(await refusalOf(template, 'UpdateItem', 'COUNTER')).toMatch(new RegExp(`${reason}$`));
    // The boundary does not matter for what the role itself does not allow.
    expect(await refusalOf(template, 'DeleteItem', 'COUNTER')).toMatch(/no identity-based policy allows/);
  });

  test('it must also allow what AWS needs: otherwise the start stops and says so', () => {
    const withoutLogs = { Effect: 'Allow', NotAction: 'logs:*', Resource: '*' };
    expect(() => check(by(withoutLogs))).toThrow(/register-misp lacks logs:CreateLogStream on .*: its log/);
    const noStreams = { Effect: 'Deny', Action: 'dynamodb:GetRecords', Resource: '*' };
    expect(() => check(by(everything, noStreams))).toThrow(/publish-audit lacks dynamodb:GetRecords on/);
  });

  test('its denial also overrides what a queue or a key allows', () => {
    const noKeys = { Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' };
    expect(() => check(by(everything, noKeys))).toThrow(/register-misp lacks kms:Decrypt on/);
  });

  test('an unknown element stops the start, with the name of the policy', () => {
    const elsewhere = { ...everything, Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } };
    expect(() => check(by(elsewhere))).toThrow(/Boundary, statement 1: .*aws:RequestedRegion/);
  });
});

describe('a boundary that is not in the stack', () => {
  const arn = { 'Fn::Sub': 'arn:$'.concat('{AWS::Partition}:iam::$', '{AWS::AccountId}:policy/cdk-boundary') };

  test('does not stop the start, which says that it has no effect here', async () => {
    const template = bounded(arn);
    expect(() => check(template)).not.toThrow();
    expect(await may(template, 'UpdateItem', 'COUNTER')).toBe(true);
    expect(unknownBoundaries(template)).toEqual([
      expect.stringContaining('arn:aws:iam::000000000000:policy/cdk-boundary'),
    ]);
  });

  test('a known one of AWS is evaluated', () => {
    const known = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    expect(unknownBoundaries(bounded(known))).toEqual([]);
    expect(() => check(bounded(known))).toThrow(/lacks xray:PutTraceSegments/);
  });
});

test("a policy of the stack counts where it is attached, in its own list or the role's", async () => {
  const scan = { Effect: 'Allow', Action: 'dynamodb:Scan', Resource: '*' };
  const template = by(everything);
  const { role: ofFunction } = new Permissions({ template, onProblem: () => undefined }).functionNamed('register-misp');
  const role = template.byArn(ofFunction.arn);
  const attached = (more: (resources: Record<string, Declaration>) => void) => {
    const changed = JSON.parse(text) as { Resources: Record<string, Declaration> };
    changed.Resources.Extra = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [scan] } },
    };
    more(changed.Resources);
    return runnableTemplate({ ...changed }, 'misp-dev', folder);
  };
  const byPolicy = attached(({ Extra }) => {
    Extra!.Properties.Roles = [{ Ref: role.logicalId }];
  });
  const byRole = attached((resources) => {
    const { Properties } = resources[role.logicalId]!;
    Properties.ManagedPolicyArns = [...((Properties.ManagedPolicyArns as unknown[]) ?? []), { Ref: 'Extra' }];
  });
  expect(
    await may(
      attached(() => undefined),
      'Scan',
      'x',
    ),
  ).toBe(false);
  expect(await may(byPolicy, 'Scan', 'x')).toBe(true);
  expect(await may(byRole, 'Scan', 'x')).toBe(true);
});
