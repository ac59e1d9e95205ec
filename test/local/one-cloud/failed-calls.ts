import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { ServiceCall } from '../../../local/aws/admission.ts';
import type { Outcome } from '../../../local/aws/call-path.ts';
import { credentialsOf } from '../../../local/functions/credentials.ts';
import { register } from '../calls-in-test.ts';
import { asked, cloud, problems } from './cloud.ts';

/** Failing calls as their callers see them, and what was carried out. */

const caller = credentialsOf('misp-dev-publish-audit').accessKeyId;
type Known = { status: number; body: Record<string, unknown> };
async function through(one: Omit<ServiceCall, 'caller'>, done: (next: ServiceCall) => Outcome | Promise<Outcome>) {
  const outcome = await cloud.faults.intercept({ caller, ...one }, async (next) => done(next));
  return typeof outcome === 'string' ? outcome : { status: outcome.status, body: JSON.parse(outcome.body.toString()) };
}
const done = (): Outcome => ({ status: 200, body: '{}' });
const registering = { service: 'dynamodb', action: 'TransactWriteItems', input: { TransactItems: [{}, {}] } } as const;

describe('a fault', () => {
  test('fails exactly the planned number of calls, and no others', async () => {
    cloud.faults.plan({ action: 'dynamodb:TransactWriteItems', mode: 'error', count: 2 });
    const before = cloud.faults.applied;
    expect(await through({ ...registering, action: 'PutItem' }, done)).toMatchObject({ status: 200 });
    expect(await cloud.faults.intercept({ ...registering, caller: 'a test' }, async () => done())).toEqual(done());
    const both = await Promise.all([through(registering, done), through(registering, done)]);
    expect(both).toMatchObject([{ status: 500 }, { status: 500 }]);
    expect(await through(registering, done)).toMatchObject({ status: 200 });
    expect(cloud.faults.applied).toBe(before + 2);
    cloud.faults.plan({ action: 'dynamodb:TransactWriteItems', mode: 'error', function: 'register-misp' });
    expect(await through(registering, done)).toMatchObject({ status: 200 });
    expect(cloud.faults.planned()).toEqual([
      { action: 'dynamodb:TransactWriteItems', mode: 'error', function: 'misp-dev-register-misp', count: 1 },
    ]);
  });

  test("throttles and conflicts with AWS's messages", async () => {
    cloud.faults.plan({ action: 'dynamodb:TransactWriteItems', mode: 'throttle' });
    cloud.faults.plan({ action: 'dynamodb:TransactWriteItems', mode: 'conflict' });
    cloud.faults.plan({ action: 'events:PutEvents', mode: 'throttle' });
    const undone = () => {
      throw new Error('must not be carried out');
    };
    expect(await through(registering, undone)).toMatchObject({
      status: 400,
      body: { __type: expect.stringContaining('ProvisionedThroughputExceededException') },
    });
    expect(await through(registering, undone)).toEqual({
      status: 400,
      body: {
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        Message: expect.stringContaining('[TransactionConflict, None]'),
        CancellationReasons: [
          { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
          { Code: 'None' },
        ],
      },
    });
    expect(await through({ service: 'events', action: 'PutEvents', input: {} }, undone)).toMatchObject({
      status: 400,
      body: { __type: 'ThrottlingException' },
    });
  });

  test('accepts some entries of PutEvents, and answers each in its place', async () => {
    cloud.faults.plan({ action: 'events:PutEvents', mode: 'partial', count: 2 });
    const put = (Entries: number[]) =>
      through({ service: 'events', action: 'PutEvents', input: { Entries } }, ({ input }) => {
        const taken = (input as { Entries: number[] }).Entries;
        const body = { FailedEntryCount: 0, Entries: taken.map((n) => ({ EventId: n })) };
        return { status: 200, body: JSON.stringify(body) };
      });
    const failed = { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal failure' };
    expect(((await put([1, 2, 3, 4])) as Known).body).toEqual({
      FailedEntryCount: 2,
      Entries: [failed, { EventId: 2 }, failed, { EventId: 4 }],
    });
    expect(((await put([1])) as Known).body).toEqual({ FailedEntryCount: 1, Entries: [failed] });
  });

  test('leaves some of a batch unprocessed', async () => {
    cloud.faults.plan({ action: 'dynamodb:BatchWriteItem', mode: 'partial', count: 2 });
    const seen: unknown[] = [];
    const write = (...requests: string[]) =>
      through(
        { service: 'dynamodb', action: 'BatchWriteItem', input: { RequestItems: { t: requests } } },
        ({ input }) => {
          seen.push(input);
          return { status: 200, body: '{"UnprocessedItems":{}}' };
        },
      );
    expect(((await write('a', 'b', 'c')) as Known).body).toEqual({ UnprocessedItems: { t: ['a', 'c'] } });
    expect(((await write('a')) as Known).body).toEqual({ UnprocessedItems: { t: ['a'] } });
    expect(seen).toEqual([{ RequestItems: { t: ['b'] } }]);
  });
});

describe('over the wire', () => {
  const table = { TableName: 'misp-dev-misps' };
  const client = (requestTimeout: number) =>
    new DynamoDBClient({
      endpoint: cloud.services.endpointUrl,
      region: 'us-east-1',
      credentials: credentialsOf('misp-dev-register-misp'),
      maxAttempts: 1,
      requestHandler: { requestTimeout, socketTimeout: requestTimeout, throwOnRequestTimeout: true },
    });
  const isThere = async (id: string) => {
    const outside = new DynamoDBClient({
      endpoint: cloud.services.endpointUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { Item } = await outside.send(new GetItemCommand({ ...table, Key: { pk: { S: id } }, ConsistentRead: true }));
    outside.destroy();
    return Item !== undefined;
  };
  const put = async (id: string, milliseconds = 2_000) => {
    const own = client(milliseconds);
    try {
      await own.send(new PutItemCommand({ ...table, Item: { pk: { S: id } } }));
    } finally {
      own.destroy();
    }
  };

  test.each([
    ['lost-ack', 'socket hang up'],
    ['half-ack', 'aborted'],
  ] as const)('%s: done, and the caller sees the connection end', async (mode, message) => {
    cloud.faults.plan({ action: 'dynamodb:PutItem', mode });
    await expect(put(`MISP#${mode}`)).rejects.toThrow(message);
    expect(await isThere(`MISP#${mode}`)).toBe(true);
  });

  test('a stalled answer: done, and the caller waits until it gives up', async () => {
    cloud.faults.plan({ action: 'dynamodb:PutItem', mode: 'stalled-ack' });
    await expect(put('MISP#stalled', 300)).rejects.toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('inactivity'),
    });
    expect(await isThere('MISP#stalled')).toBe(true);
  });

  test('a timeout: not done, and the caller waits until it gives up', async () => {
    cloud.faults.plan({ action: 'dynamodb:PutItem', mode: 'timeout' });
    const started = performance.now();
    await expect(put('MISP#silent', 300)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - started).toBeGreaterThan(250);
    expect(await isThere('MISP#silent')).toBe(false);
  });
});

test.each([
  ['lost-ack', 1, 2],
  // More than the SDK's own three tries, so that the function sends again.
  ['half-ack', 4, 5],
  ['stalled-ack', 1, 2],
] as const)('a function that loses an answer (%s) sends again, but stores once', async (mode, count, sends) => {
  cloud.faults.plan({ action: 'dynamodb:TransactWriteItems', mode, count });
  asked.splice(0);
  const registrations = () => cloud.events().filter(({ detail }) => detail.eventId === 'PMS_MSP_101').length;
  const before = registrations();
  expect((await register(cloud, `Lost answer, ${mode}`)).body).toMatchObject({ errors: [] });
  const tokens = asked
    .filter(({ action }) => action === 'TransactWriteItems')
    .map(({ input }) => (input as { ClientRequestToken: string }).ClientRequestToken);
  expect(tokens).toHaveLength(sends);
  expect(new Set(tokens).size).toBe(1);
  await cloud.idle();
  expect(registrations()).toBe(before + 1);
});

test("a refused event goes to the target's dead-letter queue", async () => {
  cloud.faults.plan({ action: 'logs:PutLogEvents', mode: 'error' });
  await register(cloud, 'Undelivered');
  await cloud.idle();
  const { queues } = cloud.services;
  const undelivered = queues.arns.find((arn) => arn.endsWith('audit-log-undelivered'))!;
  expect(queues.list(undelivered)).toHaveLength(1);
});

test('a publisher to which the bus gives half an answer and then nothing publishes in the same run', async () => {
  cloud.faults.plan({ action: 'events:PutEvents', mode: 'stalled-ack' });
  asked.splice(0);
  problems.splice(0);
  await register(cloud, 'Stalled bus');
  await cloud.idle();
  expect(asked.filter(({ action }) => action === 'PutEvents')).toHaveLength(2);
  expect(problems).toEqual([]);
});

test('a function that gets half of a refusal sends again, and reports the refusal', async () => {
  const taken = 'Half a refusal';
  await register(cloud, taken);
  cloud.faults.plan({ action: 'dynamodb:TransactWriteItems', mode: 'half-ack', count: 4 });
  expect(await register(cloud, taken)).toMatchObject({ status: 200, body: { errors: [{ errorCode: 'PMS_MSP_402' }] } });
});
