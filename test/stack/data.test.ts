import { describe, expect, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { devSettings, nameOf, prodSettings, type Resource, statementsOfFunction, synthesized } from './template.ts';

const dev = synthesized('dev', devSettings);
const prod = synthesized('prod', prodSettings);

const tableNamed = (template: typeof prod, name: string) =>
  template.ofType('AWS::DynamoDB::Table').find((table) => table.properties.TableName === name)!;

describe.each([
  ['dev', dev],
  ['prod', prod],
])('every table of %s', (_stage, template) => {
  test.each(template.ofType('AWS::DynamoDB::Table').map((table) => [table.properties.TableName, table]))(
    "%s is on demand, restorable and encrypted with the service's key",
    (_name, { properties }) => {
      expect(properties.BillingMode).toBe('PAY_PER_REQUEST');
      expect(properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
      expect(properties.SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
      expect(template.target(properties.SSESpecification.KMSMasterKeyId).type).toBe('AWS::KMS::Key');
    },
  );
});

describe("the service's key", () => {
  const { EnableKeyRotation, KeyPolicy } = prod.only('AWS::KMS::Key').properties;

  test('is rotated', () => expect(EnableKeyRotation).toBe(true));

  test('serves principals of this account through DynamoDB, and is administered by its administrators', () => {
    const [administration, use, ...more] = KeyPolicy.Statement;
    expect(more).toEqual([]);
    expect(JSON.stringify(administration.Principal)).toContain(':root');
    expect(use.Principal).toEqual({ AWS: '*' });
    expect(use.Condition).toEqual({
      StringEquals: {
        'kms:CallerAccount': { Ref: 'AWS::AccountId' },
        'kms:ViaService': [
          { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
          { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
        ],
      },
    });
    expect(use.Action.filter((action: string) => action.includes('*'))).toEqual([]);
    expect(use.Action).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:CreateGrant', 'kms:DescribeKey']));
  });

  test('is in no grant of a function', () => {
    for (const lambda of prod.ofType('AWS::Lambda::Function')) {
      const actions = statementsOfFunction(prod, lambda).flatMap((statement) => statement.actions);
      expect(actions.filter((action) => action.startsWith('kms:'))).toEqual([]);
    }
  });
});

describe('tables', () => {
  test('MISPs have four indexes with all attributes and no stream', () => {
    const { KeySchema, GlobalSecondaryIndexes, StreamSpecification } = tableNamed(prod, 'misp-prod-misps').properties;
    expect(KeySchema).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
    expect(StreamSpecification).toBeUndefined();
    const index = (IndexName: string, partitionKey: string, sortKey: string) => ({
      IndexName,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    });
    expect(GlobalSecondaryIndexes).toEqual([
      index('by-registration', 'list', 'registration'),
      index('by-name', 'list', 'nameOrder'),
      index('by-status', 'status', 'registration'),
      index('by-running-out', 'list', 'runsOut'),
    ]);
  });

  test('the outbox has a stream of new rows, and no expiry that could lose one', () => {
    const outbox = tableNamed(prod, 'misp-prod-audit-outbox').properties;
    expect(outbox.KeySchema).toEqual([{ AttributeName: 'id', KeyType: 'HASH' }]);
    expect(outbox.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(outbox).not.toHaveProperty('TimeToLiveSpecification');
  });

  test('names can be configured, for a table restored to a point in time', () => {
    const template = synthesized('prod', { ...prodSettings, tableNames: { misps: 'misps-restored' } });
    expect(template.ofType('AWS::DynamoDB::Table').map((table) => table.properties.TableName)).toEqual([
      'misps-restored',
      'misp-prod-audit-outbox',
    ]);
  });

  test('an explicit default name makes no other table', () => {
    const template = synthesized('prod', { ...prodSettings, tableNames: { misps: 'misp-prod-misps' } });
    expect(template.json.Resources).toEqual(prod.json.Resources);
  });

  test('a restored table is a different resource from the damaged one, and nothing else changes', () => {
    const ids = ({ all }: typeof prod) => all.map((resource) => resource.logicalId);
    const before = ids(prod);
    const after = ids(synthesized('prod', { ...prodSettings, tableNames: { misps: 'misps-restored' } }));
    const gone = before.filter((id) => !after.includes(id));
    const come = after.filter((id) => !before.includes(id));
    expect(gone).toEqual([prod.ofType('AWS::DynamoDB::Table')[0]?.logicalId]);
    expect(come).toEqual([expect.stringContaining('restored')]);
  });
});

describe('deletion of the stack', () => {
  const KEPT = [
    'AWS::DynamoDB::Table',
    'AWS::Events::Archive',
    'AWS::Events::EventBus',
    'AWS::KMS::Key',
    'AWS::Logs::LogGroup',
  ];

  const isKept = ({ raw }: Resource) => String(raw.DeletionPolicy).startsWith('Retain');

  test('in prod keeps tables, key, bus, archive and audit log', () => {
    const kept = prod.all.filter(isKept);
    expect([...new Set(kept.map((resource) => resource.type))].sort()).toEqual(KEPT);
    expect(kept.filter((resource) => resource.type === 'AWS::Logs::LogGroup')).toHaveLength(1);
    for (const resource of kept) expect(resource.raw.UpdateReplacePolicy).toBe('Retain');
    for (const table of prod.ofType('AWS::DynamoDB::Table')) {
      expect(table.properties.DeletionProtectionEnabled).toBe(true);
    }
  });

  test('in prod nobody may delete a kept log group, in dev anybody may', () => {
    const isProtected = ({ properties }: Resource) => properties.DeletionProtectionEnabled === true;
    const logGroups = prod.ofType('AWS::Logs::LogGroup');
    expect(logGroups.filter(isProtected)).toEqual(logGroups.filter(isKept));
    expect(dev.ofType('AWS::Logs::LogGroup').filter(isProtected)).toEqual([]);
  });

  test('in prod a rolled-back creation leaves nothing that would prevent the next', () => {
    for (const { raw } of prod.all.filter(isKept)) expect(raw.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('in dev deletes everything', () => {
    expect(dev.all.filter(isKept)).toEqual([]);
    for (const table of dev.ofType('AWS::DynamoDB::Table')) {
      expect(table.properties.DeletionProtectionEnabled).toBe(false);
    }
  });
});

describe('grants on the tables', () => {
  const misps = tableNamed(prod, 'misp-prod-misps').logicalId;
  const outbox = tableNamed(prod, 'misp-prod-audit-outbox').logicalId;
  const byName = new Map(prod.ofType('AWS::Lambda::Function').map((lambda) => [nameOf(lambda), lambda]));
  const onTables = (name: string) =>
    statementsOfFunction(prod, byName.get(name)!).filter((statement) =>
      statement.actions.some((action) => action.startsWith('dynamodb:') && action !== 'dynamodb:ListStreams'),
    );
  const arn = (table: string) => ({ 'Fn::GetAtt': [table, 'Arn'] });
  /** One line for each action on a resource, so that missing and excess grants both show. */
  const line = (action: string, resource: unknown, keys: readonly string[] = []) =>
    [action, JSON.stringify(resource), ...[...keys].sort()].join(' ');
  /** The CDK merges statements that differ in only one respect; their effect is the same. */
  const linesOf = (name: string) =>
    onTables(name).flatMap(({ actions, resources, condition = {} }) => {
      expect(Object.keys(condition).filter((key) => key !== 'ForAllValues:StringLike')).toEqual([]);
      const keys = condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? [];
      return actions.flatMap((action) => resources.map((resource) => line(action, resource, [keys].flat())));
    });

  test.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s may make the calls of its contract and put its own rows, and nothing else',
    (name, { tableCalls }) => {
      // Each write of a transaction lists the keys of all of them, since AWS does not document how they are checked.
      const writes = new Set([`${name}#*`]);
      for (const call of tableCalls) {
        if (call.action === 'PutItem' || call.action === 'DeleteItem') for (const key of call.keys) writes.add(key);
      }
      const expected = tableCalls.map((call) => {
        if (call.action === 'Query') {
          return line('dynamodb:Query', { 'Fn::Join': ['', [arn(misps), `/index/${call.index}`]] });
        }
        const isRead = call.action === 'GetItem' || call.action === 'UpdateItem';
        return line(`dynamodb:${call.action}`, arn(misps), isRead ? call.keys : [...writes]);
      });
      expected.push(line('dynamodb:PutItem', arn(outbox), [...writes]));
      expect(linesOf(name).sort()).toEqual(expected.sort());
    },
  );

  test('in full, for an operation that changes names, one that draws ids, and one that only reads', () => {
    const renaming = ['MISP#*', 'NAME#*', 'REQUEST#update-misp#*', 'update-misp#*'];
    expect(linesOf('update-misp').sort()).toEqual([
      line('dynamodb:DeleteItem', arn(misps), renaming),
      line('dynamodb:GetItem', arn(misps), ['MISP#*', 'REQUEST#update-misp#*']),
      line('dynamodb:PutItem', arn(outbox), renaming),
      line('dynamodb:PutItem', arn(misps), renaming),
    ]);
    const registering = ['MISP#*', 'NAME#*', 'REQUEST#register-misp#*', 'register-misp#*'];
    expect(linesOf('register-misp').sort()).toEqual([
      line('dynamodb:GetItem', arn(misps), ['REQUEST#register-misp#*']),
      line('dynamodb:PutItem', arn(outbox), registering),
      line('dynamodb:PutItem', arn(misps), registering),
      line('dynamodb:UpdateItem', arn(misps), ['COUNTER']),
    ]);
    expect(linesOf('validate-license-key').sort()).toEqual([
      line('dynamodb:GetItem', arn(misps), ['KEY#*', 'MISP#*']),
      line('dynamodb:PutItem', arn(outbox), ['validate-license-key#*']),
    ]);
  });

  test("no role has access to another operation's kept outcomes", () => {
    for (const name of byName.keys()) {
      const keys = JSON.stringify(onTables(name)).match(/REQUEST#[a-z-]*/g) ?? [];
      expect(keys.filter((key) => key !== `REQUEST#${name}`)).toEqual([]);
    }
  });

  test('no Scan has a condition on keys, which holds for a request without keys', () => {
    for (const name of byName.keys()) {
      for (const { actions, condition } of onTables(name)) {
        if (actions.includes('dynamodb:Scan')) expect(condition).toBeUndefined();
      }
    }
  });

  test('publisher and sweeper may deliver and delete rows; only the sweeper may scan, and only the outbox', () => {
    const delivery = line('dynamodb:BatchWriteItem', arn(outbox));
    const stream = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) =>
      line(`dynamodb:${action}`, { 'Fn::GetAtt': [outbox, 'StreamArn'] }),
    );
    expect(linesOf('publish-audit').sort()).toEqual([delivery, ...stream].sort());
    expect(linesOf('sweep-audit-outbox').sort()).toEqual([delivery, line('dynamodb:Scan', arn(outbox))]);
    expect(onTables('authorize-caller')).toEqual([]);
  });
});
