import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type AwsServices, type AwsServicesOptions, startAwsServices } from '../../../local/aws/aws-services.ts';
import { type Engine, startEngine } from '../../../local/aws/engines/engine.ts';
import { callEngine } from '../../../local/aws/engines/engine-request.ts';
import {
  accepted,
  arnOf,
  broken,
  type DeliveredRecord,
  eventually,
  failedAt,
  idOf,
  PlayedFunction,
  smallStack,
} from './small-stack.ts';

let tableName = 'outbox';
const dynamo = (endpoint: string, action: string, input: object) =>
  callEngine(endpoint, `DynamoDB_20120810.${action}`, { TableName: tableName, ...input });
const put = (endpoint: string, id: string, more: object = {}) =>
  dynamo(endpoint, 'PutItem', { Item: { id: { S: id }, ...more } });

describe('the stream mapping', () => {
  let engine: Engine;
  let services: AwsServices | undefined;
  let tables = 0;
  const problems: string[] = [];
  const engineKind = process.env.TEST_ENGINE === 'dynamodb-local' ? 'dynamodb-local' : 'dynoxide';
  beforeAll(async () => {
    engine = await startEngine({ kind: engineKind });
  }, 30_000);
  afterEach(async () => {
    await services?.stop();
    services = undefined;
    problems.splice(0);
  });
  afterAll(() => engine.stop());

  /** Starts a stack whose table already has these items, so that they arrive in one batch. */
  async function start(
    mapping: object,
    played: PlayedFunction,
    ids: readonly string[] = [],
    options: Partial<AwsServicesOptions> = {},
  ) {
    // Separate tables for each test: dynoxide gives a recreated table the stream of the old one.
    tables += 1;
    tableName = `outbox-${tables}`;
    const template = smallStack({ ...mapping }, {}, tableName);
    const started = await startAwsServices({
      template,
      engine,
      retryDelay: () => 1,
      onProblem: (text) => problems.push(text),
      ...options,
    });
    services = started;
    for (const id of ids) await put(engine.endpoint, id);
    await started.startTriggers(played);
    return { services: started, template, failures: arnOf(template, 'Failures') };
  }

  test("gives the function Lambda's event after the write", async () => {
    const played = new PlayedFunction(() => accepted);
    const { services } = await start({}, played);
    await pause(300);
    await put(services.endpointUrl, 'a', { text: { S: 'x' } });
    await eventually(() => played.events.length > 0);
    const [record] = (played.events[0] as { Records: DeliveredRecord[] }).Records;
    expect(record).toMatchObject({
      eventID: expect.any(String),
      eventVersion: '1.1',
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: `arn:aws:dynamodb:us-east-1:000000000000:table/${tableName}/stream/2024-01-01T00:00:00.000`,
      dynamodb: {
        Keys: { id: { S: 'a' } },
        NewImage: { id: { S: 'a' }, text: { S: 'x' } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        StreamViewType: 'NEW_IMAGE',
      },
    });
    const age = Date.now() / 1_000 - (record?.dynamodb.ApproximateCreationDateTime ?? 0);
    expect(Math.abs(age)).toBeLessThan(61);
  });

  test('passes only records that match the filter', async () => {
    const played = new PlayedFunction(() => accepted);
    const { services } = await start({}, played, ['a']);
    await put(services.endpointUrl, 'a', { changed: { S: 'yes' } });
    await dynamo(services.endpointUrl, 'DeleteItem', { Key: { id: { S: 'a' } } });
    await put(services.endpointUrl, 'b');
    await services.idle();
    expect(played.batches.flat()).toEqual(['a', 'b']);
  });

  test('delivers again from the lowest failed record, and only from there', async () => {
    let failures = 2;
    const played = new PlayedFunction((records) => {
      const third = records.find((record) => idOf(record) === 'c');
      const fourth = records.find((record) => idOf(record) === 'd');
      if (failures === 0 || third === undefined || fourth === undefined) return accepted;
      failures -= 1;
      const value = [fourth, third].map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber }));
      return { ok: true, value: { batchItemFailures: value } };
    });
    const { services, failures: queue } = await start({}, played, ['a', 'b', 'c', 'd']);
    await services.idle();
    expect(played.batches).toEqual([
      ['a', 'b', 'c', 'd'],
      ['c', 'd'],
      ['c', 'd'],
    ]);
    expect(services.queues.list(queue)).toEqual([]);
  });

  test.each([
    ['an unknown identifier', { batchItemFailures: [{ itemIdentifier: '999999999999999999999999' }] }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['no identifier', { batchItemFailures: [{ id: '1' }] }],
    ['another shape', { batchItemFailures: 'none' }],
  ])('treats a report with %s as a failure of the whole batch', async (_, value) => {
    let first = true;
    const played = new PlayedFunction(() => {
      if (!first) return accepted;
      first = false;
      return { ok: true, value };
    });
    const { services } = await start({}, played, ['a', 'b']);
    await services.idle();
    expect(played.batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty report', {}],
    ['null failures', { batchItemFailures: null }],
  ])('treats an answer of %s as success', async (_, value) => {
    const played = new PlayedFunction(() => ({ ok: true, value }));
    const { services } = await start({ MaximumRetryAttempts: 0 }, played, ['a', 'b']);
    await services.idle();
    expect(played.batches).toEqual([['a', 'b']]);
    expect(problems).toEqual([]);
  });

  test('gives up records after the retries, sends their position to the failure queue, and goes on', async () => {
    const played = new PlayedFunction((records) => {
      const bad = records.find((record) => idOf(record) === 'b');
      return bad === undefined ? accepted : failedAt(bad);
    });
    const { services, template, failures } = await start({ MaximumRetryAttempts: 2 }, played, ['a', 'b', 'c']);
    await services.idle();
    await put(services.endpointUrl, 'd');
    await services.idle();
    expect(played.batches).toEqual([['a', 'b', 'c'], ['b', 'c'], ['b', 'c'], ['d']]);
    const messages = services.queues.list(failures);
    expect(messages).toHaveLength(1);
    const sequence = (at: number) => {
      const [event] = played.events as { Records: DeliveredRecord[] }[];
      return event?.Records[at]?.dynamodb.SequenceNumber;
    };
    expect(JSON.parse(messages[0]!.body)).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn: arnOf(template, 'Publisher'),
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: null },
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-/),
        startSequenceNumber: sequence(1),
        endSequenceNumber: sequence(2),
        approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
        approximateArrivalOfLastRecord: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
        batchSize: 2,
        streamArn: `${arnOf(template, 'Outbox')}/stream/2024-01-01T00:00:00.000`,
      },
    });
  });

  test('halves a failed batch if the mapping says so, without using up retries', async () => {
    const played = new PlayedFunction((records) =>
      records.some((record) => idOf(record) === 'c') ? broken : accepted,
    );
    const mapping = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 };
    const { services, failures } = await start(mapping, played, ['a', 'b', 'c', 'd']);
    await services.idle();
    expect(played.batches).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['c'], ['d']]);
    const [message] = services.queues.list(failures);
    expect(JSON.parse(message!.body)).toMatchObject({
      responseContext: { functionError: 'Unhandled' },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });

  test('gives up records that are older than the mapping allows', async () => {
    let ahead = 0;
    const played = new PlayedFunction(() => {
      ahead += 500_000;
      return broken;
    });
    const clock = () => Date.now() + ahead;
    const mapping = { MaximumRecordAgeInSeconds: 900 };
    const { services, failures } = await start(mapping, played, ['a', 'b'], { clock });
    await services.idle();
    expect(played.batches).toHaveLength(2);
    const [message] = services.queues.list(failures);
    expect(JSON.parse(message!.body)).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 2 },
    });
    // Records written under the advanced clock are new.
    ahead = 0;
  });

  test('does not count an invocation that could not start as a retry', async () => {
    let refusals = 5;
    const played = new PlayedFunction(() => {
      if (refusals === 0) return accepted;
      refusals -= 1;
      throw new Error('No worker');
    });
    const { services, failures } = await start({ MaximumRetryAttempts: 0 }, played, ['a']);
    await services.idle();
    expect(played.batches).toHaveLength(6);
    expect(services.queues.list(failures)).toEqual([]);
  });

  test('processes several batches of a shard concurrently, and those of one key in order', async () => {
    let running = 0;
    let most = 0;
    const seen = new Map<string, string[]>();
    const played = new PlayedFunction(async (records) => {
      running += 1;
      most = Math.max(most, running);
      for (const record of records) {
        const version = JSON.stringify(record.dynamodb.NewImage?.version);
        seen.set(idOf(record), [...(seen.get(idOf(record)) ?? []), version]);
      }
      await pause(2);
      running -= 1;
      return accepted;
    });
    const mapping = { ParallelizationFactor: 2, BatchSize: 3, FilterCriteria: { Filters: [] } };
    const { services } = await start(mapping, played);
    for (let version = 1; version <= 10; version += 1) {
      for (const id of ['a', 'b', 'c', 'd']) await put(engine.endpoint, id, { version: { N: String(version) } });
    }
    await services.idle();
    expect(most).toBe(2);
    const inOrder = Array.from({ length: 10 }, (_, index) => JSON.stringify({ N: String(index + 1) }));
    for (const id of ['a', 'b', 'c', 'd']) expect(seen.get(id)).toEqual(inOrder);
  });

  test.each([
    ['a window that is not emulated', { TumblingWindowInSeconds: 10 }, /not emulated here: TumblingWindowInSeconds/],
    [
      'an unknown filter',
      { FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"anything-but":"REMOVE"}]}' }] } },
      /anything-but.*not emulated/,
    ],
    [
      'a failure destination other than a queue',
      { DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Bus', 'Arn'] } } } },
      /not a AWS::SQS::Queue/,
    ],
  ])('refuses %s', async (_, mapping, message) => {
    await expect(start(mapping, new PlayedFunction(() => accepted))).rejects.toThrow(message);
  });
});

describe('a restart with a data folder', () => {
  test('continues after the last accepted record, and loses none', async () => {
    tableName = 'outbox';
    const dataFolder = mkdtempSync(join(tmpdir(), 'aws-'));
    const template = smallStack({ BatchSize: 1 });
    const run = async (played: PlayedFunction, work: (services: AwsServices) => Promise<void>) => {
      const engine = await startEngine({ kind: 'dynoxide', dataFolder });
      const onProblem = () => undefined;
      const services = await startAwsServices({ template, engine, dataFolder, onProblem, retryDelay: () => 5 });
      await services.startTriggers(played);
      await work(services);
      await services.stop();
      await engine.stop();
    };
    const first = new PlayedFunction((records) => (records.some((record) => idOf(record) === 'c') ? broken : accepted));
    await run(first, async (services) => {
      for (const id of ['a', 'b', 'c', 'd']) await put(services.endpointUrl, id);
      await eventually(() => first.batches.flat().filter((id) => id === 'c').length > 2);
      const entry = { Source: 'mosip.a', DetailType: 'kept', Detail: '{"x":1}', EventBusName: 'audit' };
      expect(services.bus.put({ Entries: [entry] }).status).toBe(200);
      await services.queues.send(arnOf(template, 'Failures'), 'kept', { sender: 'test' });
    });
    expect(new Set(first.batches.flat())).toEqual(new Set(['a', 'b', 'c']));

    const second = new PlayedFunction(() => accepted);
    await run(second, async (services) => {
      await services.idle();
      expect(second.batches).toEqual([['c'], ['d']]);
      expect(services.bus.eventsSince(0)).toMatchObject([{ n: 1, 'detail-type': 'kept', detail: { x: 1 } }]);
      expect(services.queues.list(arnOf(template, 'Failures')).map(({ body }) => body)).toEqual(['kept']);
      expect(services.logGroups.events('/audit')).toHaveLength(1);
      await put(services.endpointUrl, 'e');
      await services.idle();
      expect(second.batches.at(-1)).toEqual(['e']);
      services.bus.put({ Entries: [{ Source: 's', DetailType: 'next', Detail: '{}', EventBusName: 'audit' }] });
      expect(services.bus.eventsSince(1)).toMatchObject([{ n: 2, 'detail-type': 'next' }]);
    });
    rmSync(dataFolder, { recursive: true });
  });
});
