import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type AwsServices, startAwsServices } from '../../../local/aws/aws-services.ts';
import { type Engine, startEngine } from '../../../local/aws/engines/engine.ts';
import { callEngine } from '../../../local/aws/engines/engine-request.ts';
import { CloudClock } from '../../../local/clock/cloud-clock.ts';
import { readDuration } from '../../../local/clock/duration.ts';
import { JsonFile } from '../../../local/data/json-file.ts';
import { FunctionRunner } from '../../../local/functions/runner.ts';
import { loadTemplate } from '../../../local/template/load-template.ts';
import { accepted, arnOf, broken, eventually, PlayedFunction, smallStack } from '../aws/small-stack.ts';
import { functionResource, writeAssembly } from '../sample-stack.ts';

jest.setTimeout(60_000);
const day = 86_400_000;

test('durations', () => {
  expect(['90s', '15m', '24h', '31d'].map(readDuration)).toEqual([90_000, 900_000, day, 31 * day]);
  for (const text of [
    '',
    '31',
    'd',
    '-1d',
    '+1d',
    '1.5h',
    '1w',
    '1 d',
    '1d ',
    '1e3d',
    'NaNd',
    '1000000000d',
    5,
    ['1d'],
    null,
    undefined,
  ])
    expect(() => readDuration(text)).toThrow('31d');
});

test("the clock follows the machine's, goes only forward, and keeps its jumps in a file", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clock-test-'));
  const file = () => new JsonFile(join(folder, 'clock.json'));
  const clock = new CloudClock(file());
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(5);
  const before = Math.floor(Date.now() / 1_000) - 1;
  const calls: string[] = [];
  clock.follow({
    beforeClockJump: async () => void calls.push(`before ${clock.offset}`),
    afterClockJump: () => void calls.push(`after ${clock.offset}`),
  });
  await clock.advance(day);
  await clock.advance(1_000);
  expect(calls).toEqual(['before 0', `after ${day}`, `before ${day}`, `after ${day + 1_000}`]);
  await expect(clock.advance(-1)).rejects.toThrow('cannot be moved');
  const again = new CloudClock(file());
  rmSync(folder, { recursive: true });
  expect(again.offset).toBe(day + 1_000);
  expect(again.now() - Date.now()).toBeGreaterThanOrEqual(day);
  expect([again.offsetAt(before), again.offsetAt(before + 10)]).toEqual([0, day + 1_000]);
});

describe('refused jumps have no effect', () => {
  let folder: string;
  let followed: string[];
  let clock: CloudClock;
  const file = () => new JsonFile(join(folder, 'clock.json'));
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'clock-test-'));
    followed = [];
    clock = new CloudClock(file());
    await clock.advance(day);
    clock.follow({
      beforeClockJump: async () => void followed.push('before'),
      afterClockJump: () => void followed.push('after'),
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    -1,
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.MAX_SAFE_INTEGER,
    8.64e15,
    1e300,
    7_000 * 365.25 * day,
  ])('%d milliseconds', async (milliseconds) => {
    await expect(clock.advance(milliseconds)).rejects.toThrow(/cannot be moved by/);
    expect([clock.offset, new CloudClock(file()).offset, followed]).toEqual([day, day, []]);
  });

  test('two concurrent jumps that only together go beyond its end', async () => {
    const half = 4_000 * 365.25 * day;
    const both = await Promise.allSettled([clock.advance(half), clock.advance(half)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect([clock.offset, new CloudClock(file()).offset]).toEqual([day + half, day + half]);
  });

  test('a jump that cannot be saved', async () => {
    rmSync(folder, { recursive: true });
    await expect(clock.advance(day)).rejects.toThrow('ENOENT');
    mkdirSync(folder);
    expect(clock.offset).toBe(day);
  });

  test.each([
    '[{"at":1,"offset":8640000000000000}]',
    '[{"at":1,"offset":-5}]',
    '[{"at":1,"offset":null}]',
    '{"advance":"1d"}',
    '[{"at":',
  ])('a file with %s', (content) => {
    writeFileSync(join(folder, 'clock.json'), content);
    expect(() => new CloudClock(file())).toThrow(/clock.json is damaged, or of another version/);
  });
});

test("a function's Date uses the clock, and its next call sees a jump", async () => {
  const code = `
    const loaded = new Date().getTime();
    export const handler = async (event, context) => ({
      loaded, now: Date.now(), made: new Date().getTime(), text: Date.parse(Date()),
      old: new Date(0).toISOString(), parts: new Date(2020, 1, 1).getFullYear(),
      isDate: new Date() instanceof Date, own: new Date().constructor === Date,
      sub: new (class extends Date {})().getTime(), isUtc: Date.UTC(2020, 0, 1),
      left: context.getRemainingTimeInMillis(), performance: performance.now(),
    });`;
  const assembly = writeAssembly({ Teller: functionResource('teller') }, { code: { teller: code } });
  const clock = new CloudClock();
  await clock.advance(day);
  const runner = new FunctionRunner({
    template: loadTemplate(assembly.folder),
    endpointUrl: () => 'http://127.0.0.1:1',
    variable: (_, value) => value,
    clockOffset: () => clock.offset,
  });
  const tell = async () => {
    const result = await runner.invokeByName('teller', {});
    if (!result.ok) throw new Error(result.errorMessage);
    return result.value as Record<string, number>;
  };
  const aheadBy = (time: number | undefined) => Math.round((Number(time) - Date.now()) / day);
  const first = await tell();
  expect([first.loaded, first.now, first.made, first.text, first.sub].map(aheadBy)).toEqual([1, 1, 1, 1, 1]);
  expect(first).toMatchObject({ old: '1970-01-01T00:00:00.000Z', parts: 2020, isDate: true, own: true });
  expect(first.isUtc).toBe(Date.UTC(2020, 0, 1));
  expect(first.left).toBeGreaterThan(3_000);
  expect(first.left).toBeLessThanOrEqual(5_000);
  await clock.advance(30 * day);
  const second = await tell();
  expect([second.loaded, second.now, second.made].map(aheadBy)).toEqual([1, 31, 31]);
  expect(second.left).toBeLessThanOrEqual(5_000);
  expect(Number(second.performance)).toBeLessThan(60_000);
  await runner.stop();
  assembly.remove();
});

describe('streams and schedules', () => {
  let engine: Engine;
  let services: AwsServices;
  let clock: CloudClock;
  let tables = 0;
  beforeAll(async () => {
    engine = await startEngine({ kind: 'dynoxide' });
  });
  afterEach(() => services.stop());
  afterAll(() => engine.stop());

  async function start(played: PlayedFunction): Promise<{ put(id: string): Promise<unknown>; failures: string }> {
    tables += 1;
    const TableName = `jumped-${tables}`;
    const template = smallStack({}, {}, TableName);
    clock = new CloudClock();
    services = await startAwsServices({
      template,
      engine,
      clock: clock.now,
      offsetAt: (seconds) => clock.offsetAt(seconds),
      onProblem: () => undefined,
      retryDelay: () => 10,
    });
    await services.startTriggers(played);
    clock.follow(services);
    const put = (id: string) =>
      callEngine(services.endpointUrl, 'DynamoDB_20120810.PutItem', { TableName, Item: { id: { S: id } } });
    return { put, failures: arnOf(template, 'Failures') };
  }

  test('a retried record that the stream no longer has is given up; one written after the jump is not', async () => {
    let heals = false;
    const played = new PlayedFunction(() => (heals ? accepted : broken));
    const { put, failures } = await start(played);
    await put('old');
    await eventually(() => played.batches.length > 1);
    await clock.advance(23 * 3_600_000);
    const tries = played.batches.length;
    await eventually(() => played.batches.length > tries);
    expect(services.queues.list(failures)).toEqual([]);
    await clock.advance(2 * 3_600_000);
    await eventually(() => services.queues.list(failures).length === 1);
    const [message] = services.queues.list(failures);
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ requestContext: { condition: 'RecordAgeExceeded' } });
    heals = true;
    await put('new');
    await services.idle();
    expect(played.batches.at(-1)).toEqual(['new']);
    expect(services.queues.list(failures)).toHaveLength(1);
  });

  test('a record written before the jump is old after it, however soon the jump comes', async () => {
    const played = new PlayedFunction(() => broken);
    const { put, failures } = await start(played);
    await put('just before');
    await clock.advance(25 * 3_600_000);
    await eventually(() => services.queues.list(failures).length === 1);
  });

  test('a due schedule runs at once, and only once', async () => {
    const played = new PlayedFunction(() => accepted);
    await start(played);
    await clock.advance(60_000);
    expect(played.events).toEqual([]);
    await clock.advance(4 * 60_000);
    expect(played.events).toHaveLength(1);
    await clock.advance(day);
    expect(played.events).toHaveLength(2);
    const { time } = played.events[1] as { time: string };
    expect(Math.abs(Date.parse(time) - clock.now())).toBeLessThan(5_000);
    await clock.advance(4 * 60_000);
    expect(played.events).toHaveLength(2);
  });
});
