import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { ServiceCall } from '../../../local/aws/admission.ts';
import { Permissions } from '../../../local/aws/iam/permissions.ts';
import { credentialsOf } from '../../../local/functions/credentials.ts';
import { startLocalCloud } from '../../../local/local-cloud.ts';
import { register } from '../calls-in-test.ts';
import { cloud, problems } from './cloud.ts';

/** The template's policies on the calls of the functions. */

const arn = (resource: string) => `arn:aws:dynamodb:us-east-1:000000000000:${resource}`;
const misps = 'misp-dev-misps';
const outbox = 'misp-dev-audit-outbox';
const as = (name: string) => credentialsOf(`misp-dev-${name}`).accessKeyId;
const ask = (name: string, action: string, input: unknown, service: ServiceCall['service'] = 'dynamodb') =>
  cloud.permissions.admit({ caller: as(name), service, action, input });
const key = (pk: string) => ({ pk: { S: pk } });
const put = (pk: string, TableName = misps) => ({ Put: { TableName, Item: key(pk) } });
const rowOf = (operation: string) => ({ Put: { TableName: outbox, Item: { id: { S: `${operation}#r` } } } });
const row = rowOf('register-misp');

async function deniedFor(answer: ReturnType<typeof ask>): Promise<string | undefined> {
  const admission = await answer;
  return admission.admitted ? undefined : String(admission.body.Message);
}
const isAdmitted = async (answer: ReturnType<typeof ask>) => (await answer).admitted;

describe('a function may call what its policy names, and nothing else', () => {
  test('items by the prefix of their keys', async () => {
    expect(await isAdmitted(ask('get-misp', 'GetItem', { TableName: misps, Key: key('MISP#100') }))).toBe(true);
    const denied = await deniedFor(ask('get-misp', 'GetItem', { TableName: misps, Key: key('KEY#abc') }));
    const { role } = cloud.permissions.functionNamed('get-misp');
    expect(denied).toBe(
      `User: arn:aws:sts::000000000000:assumed-role/${role.name}/misp-dev-get-misp is not authorized to perform: ` +
        `dynamodb:GetItem on resource: ${arn(`table/${misps}`)} because no identity-based policy allows the dynamodb:GetItem action`,
    );
    expect(await isAdmitted(ask('get-misp', 'PutItem', { TableName: misps, Item: key('MISP#100') }))).toBe(false);
    expect(await isAdmitted(ask('get-misp', 'GetItem', { TableName: misps, Key: { other: { S: 'MISP#1' } } }))).toBe(
      false,
    );
  });

  test("transactions, under each reading of an item's keys", async () => {
    const transact = (TransactItems: object[]) => ask('register-misp', 'TransactWriteItems', { TransactItems });
    expect(await isAdmitted(transact([put('MISP#100'), put('NAME#a'), row]))).toBe(true);
    expect(await deniedFor(transact([put('MISP#100'), put('KEY#a'), row]))).toContain('dynamodb:PutItem');
    expect(await deniedFor(transact([put('MISP#100'), put('NAME#a'), rowOf('process-misp-status')]))).toContain(
      `dynamodb:PutItem on resource: ${arn(`table/${outbox}`)}`,
    );
    expect(await deniedFor(transact([{ Delete: { TableName: misps, Key: key('NAME#a') } }]))).toContain(
      'dynamodb:DeleteItem',
    );
    expect(await deniedFor(transact([{ ConditionCheck: { TableName: misps, Key: key('MISP#1') } }]))).toContain(
      'dynamodb:ConditionCheckItem',
    );
  });

  test('its own rows in the outbox, by any call, and none of another operation', async () => {
    const item = (operation: string) => ({ TableName: outbox, Item: { id: { S: `${operation}#r` } } });
    expect(await isAdmitted(ask('list-misps', 'PutItem', item('list-misps')))).toBe(true);
    for (const operation of ['process-misp-status', 'list-misps-too', 'List-misps', '']) {
      const { Item } = item(operation);
      expect(await deniedFor(ask('list-misps', 'PutItem', item(operation)))).toContain('dynamodb:PutItem');
      const transaction = { TransactItems: [{ Put: item(operation) }] };
      expect(await deniedFor(ask('list-misps', 'TransactWriteItems', transaction))).toContain('dynamodb:PutItem');
      const batch = { RequestItems: { [outbox]: [{ PutRequest: { Item } }] } };
      expect(await deniedFor(ask('list-misps', 'BatchWriteItem', batch))).toContain('dynamodb:BatchWriteItem');
      const update = { TableName: outbox, Key: Item, UpdateExpression: 'SET a = :a' };
      expect(await deniedFor(ask('list-misps', 'UpdateItem', update))).toContain('dynamodb:UpdateItem');
    }
  });

  test('an index by its own ARN, and not the table behind it', async () => {
    const query = (IndexName?: string) =>
      ask('find-misps-by-name', 'Query', {
        TableName: misps,
        IndexName,
        KeyConditionExpression: 'list = :l',
        ExpressionAttributeValues: { ':l': { S: 'x' } },
      });
    expect(await isAdmitted(query('by-name'))).toBe(true);
    for (const index of ['by-registration', 'by-running-out']) {
      expect(await deniedFor(query(index))).toContain(`on resource: ${arn(`table/${misps}/index/${index}`)}`);
    }
    expect(await isAdmitted(query())).toBe(false);
  });

  test('batches, a Scan of the outbox by the sweeper only, and one bus', async () => {
    const remove = { RequestItems: { [outbox]: [{ DeleteRequest: { Key: { id: { S: 'r' } } } }] } };
    expect(await isAdmitted(ask('publish-audit', 'BatchWriteItem', remove))).toBe(true);
    expect(await isAdmitted(ask('register-misp', 'BatchWriteItem', remove))).toBe(false);
    expect(await isAdmitted(ask('sweep-audit-outbox', 'Scan', { TableName: outbox }))).toBe(true);
    expect(await isAdmitted(ask('sweep-audit-outbox', 'Scan', { TableName: misps }))).toBe(false);
    for (const { name } of cloud.functions().filter((one) => !one.name.endsWith('sweep-audit-outbox'))) {
      const scan = { service: 'dynamodb', action: 'Scan', input: { TableName: outbox } } as const;
      const caller = credentialsOf(name).accessKeyId;
      expect((await cloud.permissions.admit({ caller, ...scan })).admitted).toBe(false);
    }
    const events = (...names: string[]) =>
      ask('publish-audit', 'PutEvents', { Entries: names.map((EventBusName) => ({ EventBusName })) }, 'events');
    expect(await isAdmitted(events('misp-audit-dev'))).toBe(true);
    expect(await deniedFor(events('misp-audit-dev', 'default'))).toContain('event-bus/default');
  });

  test('no call whose required permission is unknown', async () => {
    problems.splice(0);
    expect(await isAdmitted(ask('register-misp', 'ExecuteStatement', { Statement: 'SELECT' }))).toBe(false);
    expect(problems.join()).toContain('ExecuteStatement');
  });

  test('the bus accepts events only from publisher and sweeper, whatever their source', async () => {
    const Entries = [{ EventBusName: 'misp-audit-dev', Source: 'anything', DetailType: 'a', Detail: '{}' }];
    const call = { service: 'events', action: 'PutEvents', input: { Entries } } as const;
    for (const { name } of cloud.functions()) {
      const isSender = /-(publish-audit|sweep-audit-outbox)$/.test(name);
      const { admitted } = await cloud.permissions.admit({ ...call, caller: credentialsOf(name).accessKeyId });
      expect([name, admitted]).toEqual([name, isSender]);
    }
    const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/misp-audit-dev';
    const denied = (who: string) =>
      `User: ${who} is not authorized to perform: events:PutEvents on resource: ${bus} with an explicit deny in a resource-based policy`;
    const role = 'arn:aws:iam::000000000000:role/path/operator';
    expect(await deniedFor(cloud.permissions.admit({ ...call, caller: 'SCRIPT' }))).toBe(
      denied('arn:aws:iam::000000000000:user/SCRIPT'),
    );
    expect(await deniedFor(cloud.permissions.admit({ ...call, caller: 'SCRIPT', session: role }))).toBe(
      denied('arn:aws:sts::000000000000:assumed-role/operator/local'),
    );
    expect(await deniedFor(cloud.permissions.admit({ ...call, caller: undefined }))).toBe(denied('anonymous'));
    // Its ARN is the same bus; another bus has no policy.
    const by = (EventBusName: string) =>
      cloud.permissions.admit({ ...call, caller: 'SCRIPT', input: { Entries: [{ ...Entries[0], EventBusName }] } });
    expect(await isAdmitted(by(bus))).toBe(false);
    expect(await isAdmitted(by('default'))).toBe(true);
    expect(await isAdmitted(cloud.permissions.admit({ ...call, caller: 'SCRIPT', input: 'nonsense' }))).toBe(false);
  });

  test('a session token with the ARN of a function’s role is a session of that role', async () => {
    const { role } = cloud.permissions.functionNamed('list-misps');
    const scan = { service: 'dynamodb', action: 'Scan', input: { TableName: misps } } as const;
    expect(await deniedFor(cloud.permissions.admit({ ...scan, caller: 'SCRIPT', session: role.arn }))).toContain(
      `assumed-role/${role.name}/misp-dev-list-misps is not authorized to perform: dynamodb:Scan`,
    );
  });

  test('the audit log accepts events only from its rule', async () => {
    const { name } = cloud.template.ofType('AWS::Logs::LogGroup').find(({ name }) => name.startsWith('/aws/events/'))!;
    const { arn: rule } = cloud.template.ofType('AWS::Events::Rule').find(({ arn }) => arn?.endsWith('-audit-log'))!;
    const call = { caller: 'events.amazonaws.com', service: 'logs', action: 'PutLogEvents' } as const;
    const from = (sourceArn: string | undefined, logGroupName = name) =>
      cloud.permissions.admit({ ...call, input: { logGroupName }, ...(sourceArn === undefined ? {} : { sourceArn }) });
    expect(await isAdmitted(from(rule))).toBe(true);
    for (const other of [undefined, `${rule}-2`, 'arn:aws:events:us-east-1:000000000000:rule/misp-dev-audit-log']) {
      expect(await deniedFor(from(other))).toContain(
        'User: events.amazonaws.com is not authorized to perform: logs:PutLogEvents on resource: ' +
          `arn:aws:logs:us-east-1:000000000000:log-group:${name}:log-stream:any because no resource-based policy allows`,
      );
    }
    expect(await deniedFor(from(rule, '/aws/lambda/misp-dev-list-misps'))).toContain('logs:CreateLogStream');
  });

  test('the policies of the template do not otherwise bind a caller that is not one of its functions', async () => {
    const externalCall = { caller: 'local', service: 'dynamodb', action: 'Scan', input: { TableName: misps } } as const;
    expect(await cloud.permissions.admit(externalCall)).toEqual({ admitted: true });
  });
});

test("a denied call gets AWS's answer", async () => {
  const { accessKeyId, secretAccessKey } = credentialsOf('misp-dev-list-misps');
  const client = new DynamoDBClient({
    endpoint: cloud.services.endpointUrl,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  });
  await expect(client.send(new GetItemCommand({ TableName: misps, Key: key('MISP#100') }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:'),
    $metadata: { httpStatusCode: 400 },
  });
  client.destroy();
});

describe('the table of grants', () => {
  const grantsOf = (name: string) => cloud.permissions.grants().filter((grant) => grant.function.endsWith(name));

  test("lists a function's own, separate from the platform's, and counts their use", async () => {
    cloud.permissions.resetUseCounts();
    expect((await register(cloud, 'Counted')).status).toBe(200);
    const own = grantsOf('register-misp').filter(({ isPlatform }) => !isPlatform);
    const misp = arn(`table/${misps}`);
    expect(own.map(({ action, resource, key: prefix, uses }) => [action, resource, prefix, uses])).toEqual([
      ['dynamodb:GetItem', misp, 'REQUEST#register-misp#*', 0],
      ['dynamodb:UpdateItem', misp, 'COUNTER', 1],
      ...[arn(`table/${outbox}`), misp].flatMap((table) =>
        ['MISP#*', 'NAME#*', 'REQUEST#register-misp#*', 'register-misp#*'].map((prefix) => [
          'dynamodb:PutItem',
          table,
          prefix,
          prefix.startsWith('REQUEST#') ? 0 : 1,
        ]),
      ),
    ]);
    const platform = grantsOf('register-misp').filter(({ isPlatform }) => isPlatform);
    expect(platform.map(({ action }) => action)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('a grant can be removed, completely or for one prefix, and restored', async () => {
    const name = { function: 'register-misp', action: 'dynamodb:PutItem', resource: arn(`table/${misps}`) };
    for (const taken of [name, { ...name, key: 'NAME#*' }]) {
      const giveBack = cloud.permissions.withhold(taken);
      expect((await register(cloud, 'Taken')).body).toMatchObject({ errors: [{ errorCode: 'PMS_COR_003' }] });
      giveBack();
    }
    expect((await register(cloud, 'Taken')).body).toMatchObject({ errors: [] });
    expect(() => cloud.permissions.withhold({ ...name, action: 'dynamodb:Scan' })).toThrow('is not granted');
    expect(() => cloud.permissions.withhold({ ...name, function: 'nobody' })).toThrow('no function nobody');
  });

  test('a grant can be withheld from the start on, too', async () => {
    const withoutGrant = {
      function: 'list-misps',
      action: 'dynamodb:Query',
      resource: arn(`table/${misps}/index/by-registration`),
    };
    const { template } = cloud;
    const without = new Permissions({ template, withoutGrant, onProblem: () => undefined });
    const query = { TableName: misps, IndexName: 'by-registration' };
    const listing = { caller: as('list-misps'), service: 'dynamodb', action: 'Query', input: query } as const;
    expect(await isAdmitted(without.admit(listing))).toBe(false);
    expect(await isAdmitted(cloud.permissions.admit(listing))).toBe(true);
    const ofThePlatform = { function: 'publish-audit', action: 'dynamodb:ListStreams', resource: '*' };
    const started = startLocalCloud({ withoutGrant: ofThePlatform });
    // One that starts after all must not keep this process running.
    await expect(started.then((one) => one.stop())).rejects.toThrow(
      'misp-dev-publish-audit lacks dynamodb:ListStreams',
    );
  });
});
