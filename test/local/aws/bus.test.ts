import {
  DescribeReplayCommand,
  EventBridgeClient,
  PutEventsCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Admit } from '../../../local/aws/admission.ts';
import { type AwsServices, startAwsServices } from '../../../local/aws/aws-services.ts';
import { type Engine, startEngine } from '../../../local/aws/engines/engine.ts';
import { arnOf, smallStack } from './small-stack.ts';

const kilobyte = 1_024;
const entry = (more: object = {}) => ({
  Source: 'mosip.a',
  DetailType: 'Happened',
  Detail: '{"a":1}',
  EventBusName: 'audit',
  ...more,
});

describe('the bus', () => {
  let engine: Engine;
  let services: AwsServices;
  let client: EventBridgeClient;
  let admit: Admit = async () => ({ admitted: true });
  const problems: string[] = [];
  const template = smallStack();
  beforeAll(async () => {
    engine = await startEngine({ kind: 'dynoxide' });
  });
  async function start() {
    services = await startAwsServices({
      template,
      engine,
      admit: (call) => admit(call),
      onProblem: (text) => problems.push(text),
      clock: () => Date.parse('2026-02-03T04:05:06.789Z'),
    });
    client = new EventBridgeClient({
      endpoint: services.endpointUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'PUBLISHER', secretAccessKey: 'x' },
      maxAttempts: 1,
    });
  }
  afterEach(async () => {
    client.destroy();
    await services.stop();
    problems.splice(0);
    admit = async () => ({ admitted: true });
  });
  afterAll(() => engine.stop());
  const put = (...entries: object[]) => client.send(new PutEventsCommand({ Entries: entries }));

  test('keeps events in order of arrival, and passes them to listeners, targets and archives', async () => {
    await start();
    const heard: number[] = [];
    services.bus.subscribe((event) => heard.push(event.n));
    const answer = await put(
      entry({ Time: new Date('2026-01-01T00:00:00.999Z'), Resources: ['r'] }),
      entry({ Source: 'other' }),
      entry({ Source: 'mosip.b', EventBusName: arnOf(template, 'Bus') }),
    );
    expect(answer.FailedEntryCount).toBe(0);
    const ids = answer.Entries?.map(({ EventId }) => EventId);
    expect(new Set(ids).size).toBe(3);
    expect(services.bus.eventsSince(0)).toMatchObject([
      {
        n: 1,
        id: ids?.[0],
        time: '2026-01-01T00:00:00Z',
        source: 'mosip.a',
        'detail-type': 'Happened',
        detail: { a: 1 },
      },
      { n: 2, source: 'other', time: '2026-02-03T04:05:06Z' },
      { n: 3, source: 'mosip.b' },
    ]);
    expect(services.bus.eventsSince(2)).toHaveLength(1);
    expect(heard).toEqual([1, 2, 3]);

    await services.idle();
    const logged = services.logGroups.events('/audit').map(({ message }) => JSON.parse(message));
    expect(logged.map(({ source }) => source)).toEqual(['mosip.a', 'mosip.b']);
    expect(logged[0]).toEqual({
      version: '0',
      id: ids?.[0],
      'detail-type': 'Happened',
      source: 'mosip.a',
      account: '000000000000',
      time: '2026-01-01T00:00:00Z',
      region: 'us-east-1',
      resources: ['r'],
      detail: { a: 1 },
    });
    expect(services.queues.list(arnOf(template, 'Copies'))).toHaveLength(2);
    expect(services.bus.archives()).toMatchObject([{ events: [{ n: 1 }] }]);
  });

  test('answers each entry separately', async () => {
    await start();
    const answer = await put(
      entry({ Detail: '{' }),
      entry(),
      entry({ Detail: '[1]' }),
      entry({ Source: '' }),
      entry({ DetailType: undefined }),
      entry({ Detail: undefined }),
      entry({ Source: 'aws.own' }),
      entry({ DetailType: 'x'.repeat(129) }),
    );
    expect(answer.FailedEntryCount).toBe(7);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'MalformedDetail',
      undefined,
      'MalformedDetail',
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      'InvalidArgument',
    ]);
    expect(answer.Entries?.[1]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
    expect(services.bus.eventCount).toBe(1);
  });

  test('accepts at most ten entries', async () => {
    await start();
    const ten = Array.from({ length: 10 }, () => entry());
    expect((await put(...ten)).FailedEntryCount).toBe(0);
    await expect(put(...ten, entry())).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put()).rejects.toMatchObject({ name: 'ValidationException' });
    expect(services.bus.eventCount).toBe(10);
  });

  test('counts the size of a call as AWS does, all entries together and in bytes', async () => {
    await start();
    // Source 1, detail type 1, time 14, resource 2, and `{"a":""}` 8 bytes.
    const sized = (bytes: number) =>
      entry({
        Source: 's',
        DetailType: 'd',
        Time: new Date(),
        Resources: ['ü'],
        Detail: JSON.stringify({ a: 'x'.repeat(bytes - 26) }),
      });
    expect((await put(sized(128 * kilobyte), sized(128 * kilobyte - 1))).FailedEntryCount).toBe(0);
    await expect(put(sized(128 * kilobyte), sized(128 * kilobyte))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
  });

  test('accepts an event for a bus that does not exist, as AWS does, and reports that it is lost', async () => {
    await start();
    const answer = await put(entry({ EventBusName: 'audti' }));
    expect(answer.Entries?.[0]?.EventId).toBeDefined();
    expect(services.bus.eventCount).toBe(0);
    expect(problems).toEqual([expect.stringContaining('audti')]);
  });

  test('puts what a target refuses into its dead-letter queue', async () => {
    admit = async (call) =>
      call.service === 'logs'
        ? { admitted: false, status: 400, body: { __type: 'AccessDeniedException' } }
        : { admitted: true };
    await start();
    await put(entry());
    await services.idle();
    expect(services.logGroups.events('/audit')).toEqual([]);
    expect(services.queues.list(arnOf(template, 'Copies'))).toHaveLength(1);
    const [letter] = services.queues.list(arnOf(template, 'TargetDeadLetters'));
    expect(JSON.parse(letter!.body)).toMatchObject({ source: 'mosip.a', detail: { a: 1 } });
    expect(letter!.attributes).toMatchObject({
      RULE_ARN: arnOf(template, 'Rule'),
      TARGET_ARN: 'arn:aws:logs:us-east-1:000000000000:log-group:/audit',
      ERROR_MESSAGE: expect.stringContaining('AccessDenied'),
    });
  });

  test('replays a period of an archive, to every target or to those of the named rules', async () => {
    await start();
    const at = (Time: string, more: object = {}) => entry({ Time: new Date(Time), ...more });
    await put(
      at('2026-01-01T00:00:00Z'),
      at('2026-01-01T01:00:00Z', { Source: 'mosip.b' }),
      at('2026-01-01T02:00:00Z'),
    );
    await services.idle();
    const replay = (ReplayName: string, more: object = {}) =>
      client.send(
        new StartReplayCommand({
          ReplayName,
          EventSourceArn: arnOf(template, 'Archive'),
          EventStartTime: new Date('2026-01-01T00:00:00Z'),
          EventEndTime: new Date('2026-01-01T02:00:00Z'),
          Destination: { Arn: arnOf(template, 'Bus') },
          ...more,
        }),
      );
    expect(await replay('all')).toMatchObject({ State: 'STARTING', ReplayArn: expect.stringMatching(/replay\/all$/) });
    await services.idle();
    const logged = () => services.logGroups.events('/audit').map(({ message }) => JSON.parse(message));
    const [first, , , again] = logged();
    expect(logged()).toHaveLength(4);
    expect(again).toEqual({ ...first, 'replay-name': 'all' });
    expect(services.queues.list(arnOf(template, 'Copies'))).toHaveLength(4);
    expect([services.bus.eventCount, services.bus.archives()[0]?.events.length]).toEqual([3, 2]);
    expect(await client.send(new DescribeReplayCommand({ ReplayName: 'all' }))).toMatchObject({
      State: 'COMPLETED',
      EventLastReplayedTime: new Date('2026-01-01T00:00:00Z'),
    });

    const toRule = (arn: string) => ({ Destination: { Arn: arnOf(template, 'Bus'), FilterArns: [arn] } });
    await replay('to-the-rule', toRule(arnOf(template, 'Rule')));
    await replay('to-another', toRule(`${arnOf(template, 'Rule')}-another`));
    await services.idle();
    expect(logged().map((event) => event['replay-name'])).toEqual([
      undefined,
      undefined,
      undefined,
      'all',
      'to-the-rule',
    ]);

    await expect(replay('all')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    await expect(replay('x', { EventSourceArn: 'x' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(replay('x', { EventEndTime: new Date(0) })).rejects.toMatchObject({ name: 'ValidationException' });
    const elsewhere = { Destination: { Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/default' } };
    await expect(replay('x', elsewhere)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each([
    ['a pattern', { EventPattern: { source: [{ suffix: 'x' }] } }, /suffix.*not emulated/],
    ['an empty pattern', { EventPattern: { source: [] } }, /names no value/],
    ['a target with its own input', { Targets: [{ Id: 'x', Arn: 'y', Input: '{}' }] }, /not emulated here: Input/],
  ])('refuses a rule with %s, which is not emulated', async (_, change, message) => {
    await start();
    const rule = { EventBusName: 'audit', EventPattern: { source: ['a'] }, Targets: [], ...change };
    const other = smallStack({}, { Rule: { Type: 'AWS::Events::Rule', Properties: rule } });
    await expect(startAwsServices({ template: other, engine })).rejects.toThrow(message);
  });
});
