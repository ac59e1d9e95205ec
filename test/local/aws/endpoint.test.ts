import { DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Admit, ServiceCall } from '../../../local/aws/admission.ts';
import { type AwsServices, startAwsServices } from '../../../local/aws/aws-services.ts';
import { gate } from '../../../local/aws/call-path.ts';
import { type Engine, startEngine } from '../../../local/aws/engines/engine.ts';
import { EngineFailures } from '../../../local/aws/engines/engine-failures.ts';
import { callEngine } from '../../../local/aws/engines/engine-request.ts';
import { Queues } from '../../../local/aws/queues.ts';
import { accepted, arnOf, PlayedFunction, smallStack } from './small-stack.ts';

let engine: Engine;
let services: AwsServices;
let admit: Admit;
const problems: string[] = [];
let client: DynamoDBClient;
let tables = 0;
let TableName = '';

const clientOf = (accessKeyId: string) =>
  new DynamoDBClient({
    endpoint: services.endpointUrl,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'x' },
    maxAttempts: 1,
  });
async function start() {
  tables += 1;
  TableName = `outbox-${tables}`;
  admit = async () => ({ admitted: true });
  services = await startAwsServices({
    template: smallStack({}, {}, TableName),
    engine,
    admit: (call) => admit(call),
    onProblem: (text) => problems.push(text),
  });
  client = clientOf('REGISTER');
}
beforeAll(async () => {
  engine = await startEngine({ kind: process.env.TEST_ENGINE === 'dynamodb-local' ? 'dynamodb-local' : 'dynoxide' });
}, 30_000);
afterEach(async () => {
  client.destroy();
  await services.stop();
  problems.splice(0);
});
afterAll(() => engine.stop());

describe('the endpoint', () => {
  test('passes calls to the engine and counts them by caller, with their capacity', async () => {
    await start();
    const other = clientOf('LIST');
    const capacity = { TableName, ReturnConsumedCapacity: 'TOTAL' } as const;
    await client.send(new PutItemCommand({ ...capacity, Item: { id: { S: 'a' }, text: { S: 'ü' } } }));
    const { Item } = await client.send(
      new GetItemCommand({ ...capacity, Key: { id: { S: 'a' } }, ConsistentRead: true }),
    );
    await other.send(new GetItemCommand({ TableName, Key: { id: { S: 'a' } } }));
    const Put = { TableName, Item: { id: { S: 'b' } } };
    await other.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }], ReturnConsumedCapacity: 'TOTAL' }));
    other.destroy();
    expect(Item).toEqual({ id: { S: 'a' }, text: { S: 'ü' } });
    const counted = { service: 'dynamodb', calls: 1, errors: 0 };
    expect(services.calls.all()).toEqual([
      { ...counted, caller: 'REGISTER', action: 'PutItem', capacityUnits: 1 },
      { ...counted, caller: 'REGISTER', action: 'GetItem', capacityUnits: 1 },
      { ...counted, caller: 'LIST', action: 'GetItem', capacityUnits: 0 },
      { ...counted, caller: 'LIST', action: 'TransactWriteItems', capacityUnits: 2 },
    ]);
    expect(await services.outboxRows(TableName)).toBe(2);
  });

  test('passes errors of the engine to the caller completely', async () => {
    await start();
    const put = { TableName, Item: { id: { S: 'a' } } };
    await client.send(new PutItemCommand(put));
    const once = {
      ...put,
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    await expect(client.send(new PutItemCommand(once))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { id: { S: 'a' } },
    });
    expect(services.calls.all()).toMatchObject([{ calls: 2, errors: 1 }]);
  });

  test('asks before every call, and answers a call that is not admitted', async () => {
    await start();
    const asked: ServiceCall[] = [];
    admit = async (call) => {
      asked.push(call);
      const body = { __type: 'com.amazon.coral.service#AccessDeniedException', message: 'not authorized to perform' };
      return { admitted: false, status: 400, body };
    };
    const put = { TableName, Item: { id: { S: 'a' } } };
    await expect(client.send(new PutItemCommand(put))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'not authorized to perform',
    });
    expect(asked).toEqual([{ caller: 'REGISTER', service: 'dynamodb', action: 'PutItem', input: put }]);
    expect(await services.outboxRows(TableName)).toBe(0);
  });

  test('says what it does not emulate', async () => {
    await start();
    await expect(callEngine(services.endpointUrl, 'AmazonSQS.CreateQueue', {})).rejects.toThrow(
      /AmazonSQS.CreateQueue/,
    );
    await expect(callEngine(services.endpointUrl, 'AWSEvents.DeleteRule', {})).rejects.toThrow(/not emulated/);
    expect(problems).toHaveLength(2);
  });

  test('listens on the loopback interface only', async () => {
    await start();
    for (const url of [services.endpointUrl, engine.endpoint]) {
      // A server on all interfaces would answer here as well.
      const otherAddress = url.replace(/127\.[\d.]+/, '127.0.0.2');
      await expect(callEngine(otherAddress, 'DynamoDB_20120810.ListTables', {})).rejects.toThrow(/ECONNREFUSED/);
    }
  });
});

test('a failure of the engine is reported once, until it recovers', () => {
  const said: string[] = [];
  const failures = new EngineFailures((text) => said.push(text));
  const note = (status: number, action = 'PutItem', body = 'disk full') =>
    failures.note(action, { status, headers: {}, body: Buffer.from(body) });
  for (const status of [200, 400, 500, 500, 500]) note(status);
  const text = 'The DynamoDB engine could not do PutItem: disk full';
  expect(said).toEqual([text]);
  note(200, 'GetItem');
  note(500);
  expect(said).toEqual([text]);
  note(500, 'GetItem');
  note(500, 'PutItem', 'locked');
  note(400);
  note(500);
  expect(said.slice(1)).toEqual([
    'The DynamoDB engine could not do GetItem: disk full',
    'The DynamoDB engine could not do PutItem: locked',
    text,
  ]);
});

describe('the tables', () => {
  test('are created with indexes, and kept if they exist, unless they differ', async () => {
    await start();
    const key = (name: string) => [{ AttributeName: name, KeyType: 'HASH' }];
    const attribute = (name: string) => ({ AttributeName: name, AttributeType: 'S' });
    const table = (indexed: string) => ({
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'indexed',
        KeySchema: key('id'),
        AttributeDefinitions: [attribute('id'), attribute(indexed)],
        GlobalSecondaryIndexes: [
          { IndexName: 'by-it', KeySchema: key(indexed), Projection: { ProjectionType: 'ALL' } },
        ],
        TimeToLiveSpecification: { AttributeName: 'gone', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
    const startWith = (indexed: string) =>
      startAwsServices({ template: smallStack({}, { Indexed: table(indexed) }, TableName), engine });
    await (await startWith('name')).stop();
    await callEngine(engine.endpoint, 'DynamoDB_20120810.PutItem', {
      TableName: 'indexed',
      Item: { id: { S: 'a' }, name: { S: 'n' } },
    });
    const again = await startWith('name');
    const found = await callEngine(again.endpointUrl, 'DynamoDB_20120810.Query', {
      TableName: 'indexed',
      IndexName: 'by-it',
      KeyConditionExpression: '#n = :n',
      ExpressionAttributeNames: { '#n': 'name' },
      ExpressionAttributeValues: { ':n': { S: 'n' } },
    });
    expect(found).toMatchObject({ Count: 1 });
    const life = await callEngine(engine.endpoint, 'DynamoDB_20120810.DescribeTimeToLive', { TableName: 'indexed' });
    expect(life).toMatchObject({ TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'gone' } });
    await again.stop();
    await expect(startWith('other')).rejects.toThrow(/other keys or indexes/);
  });
});

describe('the schedules', () => {
  test("run at their rate with AWS's event, and on demand", async () => {
    await start();
    expect(() => services.schedules).toThrow(/before startTriggers/);
    const played = new PlayedFunction(() => accepted);
    await services.startTriggers(played);
    expect(services.schedules.all).toMatchObject([{ id: 'Sweep', interval: 300_000 }]);
    expect(await services.schedules.runNow('Sweep')).toEqual(accepted);
    expect(played.events).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '000000000000',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        region: 'us-east-1',
        resources: [arnOf(smallStack(), 'Sweep')],
        detail: {},
      },
    ]);
    await expect(services.schedules.runNow('Nothing')).rejects.toThrow(/no schedule/);
  });

  test('with an expression that is not emulated are left out', async () => {
    await start();
    const Properties = {
      ScheduleExpression: 'cron(0 12 * * ? *)',
      Target: { Arn: { 'Fn::GetAtt': ['Publisher', 'Arn'] }, RoleArn: 'r' },
      FlexibleTimeWindow: { Mode: 'OFF' },
    };
    const template = smallStack({}, { Nightly: { Type: 'AWS::Scheduler::Schedule', Properties } });
    await expect(startAwsServices({ template, engine })).rejects.toThrow(/cron.*not emulated/);
  });
});

describe('the queues', () => {
  test('hide received messages for a while, and keep them until deleted', async () => {
    let now = 1_000_000;
    await start();
    const template = smallStack();
    const queues = new Queues(template, () => now, gate(admit));
    const queue = arnOf(template, 'Failures');
    await queues.send(queue, 'a', { sender: 'test', attributes: { why: 'because' } });
    const [first] = queues.receive(queue);
    expect(first).toMatchObject({ body: 'a', attributes: { why: 'because' }, receiveCount: 1 });
    expect(queues.receive(queue)).toEqual([]);
    now += 30_000;
    expect(queues.receive(queue)).toHaveLength(1);
    queues.delete(queue, first!.id);
    expect(queues.list(queue)).toEqual([]);
    await queues.send(queue, 'b', { sender: 'test' });
    now += 4 * 86_400_000 + 1;
    expect(queues.list(queue)).toEqual([]);
    await expect(queues.send('arn:none', 'c', { sender: 'test' })).rejects.toThrow(/no queue/);
  });
});
