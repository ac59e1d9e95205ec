import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { credentialsOf } from '../../local/functions/credentials.ts';
import { functionDefinitions } from '../../local/functions/definition.ts';
import type { AnsweredInvocation, InvocationResult } from '../../local/functions/invocation.ts';
import { FunctionRunner } from '../../local/functions/runner.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import type { SampleAssembly } from './sample-stack.ts';
import { functionResource, writeAssembly } from './sample-stack.ts';

let assembly: SampleAssembly;
let runner: FunctionRunner;
const printed: string[] = [];
const problems: string[] = [];
/** Handlers that Lambda does not call on Node.js 24. */
const refusedHandlers = {
  calledback: 'export const handler = async (event, context, callback) => 1;',
  common: 'export default { handler(event, context, done) { done(null, 1); } };',
  streamed:
    "export const handler = async () => 1; handler[Symbol.for('aws.lambda.runtime.handler.streaming')] = 'response';",
};
/** Shows what it gets. It returns no promise, and would call a callback if there were one. */
const plain = `export const handler = (event, context, callback = () => 'none', ...more) => [
  callback(),
  more,
  'callbackWaitsForEmptyEventLoop' in context,
  [context.done, context.succeed, context.fail].map((one) => typeof one),
];`;
const answerOfPlain = { ok: true, value: ['none', [], false, ['undefined', 'undefined', 'undefined']] };
const answered: AnsweredInvocation[] = [];

beforeAll(() => {
  assembly = writeAssembly(
    {
      Probe: functionResource('probe', { Environment: { Variables: { COLOUR: 'blue', ISSUER: 'https://elsewhere' } } }),
      Brief: functionResource('brief', { Timeout: 1 }),
      Reserved: functionResource('reserved', { ReservedConcurrentExecutions: 2 }),
      Broken: functionResource('broken'),
      Unexported: functionResource('unexported'),
      Endless: functionResource('endless', { Timeout: 0.1 }),
      Plain: functionResource('plain'),
      ...Object.fromEntries(Object.keys(refusedHandlers).map((name) => [name, functionResource(name)])),
    },
    {
      code: {
        broken: 'throw new RangeError("cannot load");',
        unexported: 'export const other = 1;',
        plain,
        ...refusedHandlers,
      },
    },
  );
  runner = new FunctionRunner({
    template: loadTemplate(assembly.folder),
    endpointUrl: () => 'http://127.0.0.1:4566',
    variable: (name, value) => (name === 'ISSUER' ? 'http://127.0.0.1/issuer' : value),
    onLog: (name, line) => printed.push(`${name}: ${line}`),
    onProblem: (text) => problems.push(text),
    onAnswer: (_, invocation) => answered.push(invocation),
  });
});
afterAll(async () => {
  await runner.stop();
  assembly.remove();
});

const answerOf = (result: InvocationResult): Record<string, unknown> => {
  if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`);
  return result.value as Record<string, unknown>;
};
const filesIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()) : [];
const ask = async (name: string, event: unknown) => answerOf(await runner.invokeByName(name, event));

describe('what a function sees', () => {
  test('its event, as JSON', async () => {
    expect(await ask('probe', { text: 'ü', nothing: undefined, list: [1, null] })).toEqual({
      text: 'ü',
      list: [1, null],
    });
    expect(await runner.invokeByName('probe', { act: 'nothing' })).toEqual({ ok: true, value: null });
  });

  test('listeners get the input, the output and the processor time', async () => {
    const [idle, busy] = [
      { act: 'sleep', ms: 60 },
      { act: 'work', ms: 30 },
    ];
    await ask('probe', idle);
    await runner.invokeByName('probe', busy);
    const [first, second] = answered.slice(-2);
    expect(answered.slice(-2).map(({ event }) => JSON.parse(event))).toEqual([idle, busy]);
    expect(second?.value).toBe('null');
    expect(second?.processorMs).toBeGreaterThan(10);
    expect(first?.processorMs).toBeLessThan(second?.processorMs ?? 0);
  });

  test("its own environment, without this process's", async () => {
    process.env.SECRET_OF_THE_DEVELOPER = 'hidden';
    const environment = await ask('brief', { act: 'environment' });
    delete process.env.SECRET_OF_THE_DEVELOPER;
    expect(environment).not.toHaveProperty('SECRET_OF_THE_DEVELOPER');
    expect(environment).not.toHaveProperty('NODE_OPTIONS');
    expect(environment).not.toHaveProperty('JEST_WORKER_ID');
    expect(environment).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'brief',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      _HANDLER: 'index.handler',
      TZ: ':UTC',
      AWS_ACCESS_KEY_ID: credentialsOf('brief').accessKeyId,
    });
    const other = await ask('probe', { act: 'environment' });
    expect(other).toMatchObject({ COLOUR: 'blue', ISSUER: 'http://127.0.0.1/issuer' });
    expect(other.AWS_ACCESS_KEY_ID).toMatch(/^ASIA[A-Z0-9]{16}$/);
    expect(other.AWS_ACCESS_KEY_ID).not.toBe(environment.AWS_ACCESS_KEY_ID);
  });

  test('its context, with the remaining time', async () => {
    const context = await ask('probe', { act: 'context' });
    expect(context).toMatchObject({
      functionName: 'probe',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/probe',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:probe',
    });
    expect(context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(context.remaining).toBeGreaterThan(3000);
    expect(context.remaining).toBeLessThanOrEqual(5000);
  });

  test('no callback, and none in its context', async () => {
    expect(await runner.invokeByName('plain', {})).toEqual(answerOfPlain);
  });
});

describe('processes', () => {
  test('an idle one is reused, and concurrent calls get one each', async () => {
    const first = await ask('probe', { act: 'process' });
    const second = await ask('probe', { act: 'process' });
    expect(second.pid).toBe(first.pid);
    expect(second.calls).toBe(Number(first.calls) + 1);
    const together = await Promise.all([1, 2, 3].map(() => ask('probe', { act: 'sleep', ms: 1_500 })));
    expect(new Set(together.map(({ pid }) => pid)).size).toBe(3);
  });

  test('a call may wait for a busy one before another starts', async () => {
    const patient = new FunctionRunner({
      template: loadTemplate(assembly.folder),
      endpointUrl: () => '',
      variable: (_, value) => value,
      growAfterMs: 500,
    });
    const processesFor = async (ms: number) => {
      const sleeping = { act: 'sleep', ms };
      await Promise.all([1, 2].map(() => patient.invokeByName('probe', sleeping)));
      return patient.table().find(({ name }) => name === 'probe')?.workers;
    };
    try {
      // Without a process both calls start one.
      await patient.invokeByName('probe', {});
      expect(await processesFor(20)).toBe(1);
      expect(await processesFor(3000)).toBe(2);
    } finally {
      await patient.stop();
    }
  });

  test('what the first call has compiled is kept beside the code, although the process is killed', async () => {
    const definition = functionDefinitions(loadTemplate(assembly.folder)).find(({ name }) => name === 'plain');
    const folder = `${definition?.codeFolder}.compiled`;
    expect(await runner.invokeByName('plain', {})).toEqual(answerOfPlain);
    // The answer is sent first.
    for (let tries = 0; tries < 100 && filesIn(folder).length === 0; tries += 1) await pause(20);
    expect(filesIn(folder)).not.toEqual([]);
  });

  test('at most eight, however many calls wait', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => ask('probe', { act: 'sleep', ms: 5 })));
    expect(new Set(all.map(({ pid }) => pid)).size).toBeLessThanOrEqual(8);
    expect(runner.table().find(({ name }) => name === 'probe')?.workers).toBeLessThanOrEqual(8);
  });

  test('calls above the reserved concurrency are refused', async () => {
    const results = await Promise.all([1, 2, 3].map(() => runner.invokeByName('reserved', { act: 'sleep', ms: 200 })));
    expect(results.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(results[2]).toMatchObject({ errorType: 'TooManyRequestsException' });
  });

  test('the table counts calls and knows the size of the bundle', async () => {
    const row = () => runner.table().find(({ name }) => name === 'brief');
    const before = row()?.calls ?? 0;
    await ask('brief', {});
    expect(row()).toMatchObject({ calls: before + 1, workers: 1 });
    expect(row()?.bundleBytes).toBeGreaterThan(500);
  });

  test('output is kept for each function', async () => {
    await ask('probe', { act: 'log' });
    // Output and answer use different channels.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(runner.logs('probe')).toEqual(expect.arrayContaining(['to stdout', 'to stderr']));
    expect(runner.logs('brief')).toEqual([]);
    expect(printed).toContain('probe: to stderr');
  });
});

describe('what goes wrong', () => {
  test('a thrown error is reported with its type', async () => {
    expect(await runner.invokeByName('probe', { act: 'throw' })).toEqual({
      ok: false,
      errorType: 'TypeError',
      errorMessage: 'out of order',
    });
  });

  test('a call that does not end is killed at the timeout, and the next has a new process', async () => {
    const before = await ask('brief', { act: 'process' });
    const started = performance.now();
    const result = await runner.invokeByName('brief', { act: 'hang' });
    expect(result).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
    expect(result).toHaveProperty('errorMessage', expect.stringContaining('Task timed out after 1.00 seconds'));
    expect(performance.now() - started).toBeGreaterThan(950);
    const after = await ask('brief', { act: 'process' });
    expect(after).toMatchObject({ calls: 1 });
    expect(after.pid).not.toBe(before.pid);
  });

  test('so is one that does not let go of the processor', async () => {
    expect(await runner.invokeByName('endless', { act: 'loop' })).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 0.10 seconds'),
    });
    expect(runner.table().find(({ name }) => name === 'endless')).toMatchObject({ workers: 0 });
  });

  test('an exit in the middle of a call is an error, and the next call has a new process', async () => {
    const before = await ask('brief', { act: 'process' });
    expect(await runner.invokeByName('brief', { act: 'exit', code: 3 })).toEqual({
      ok: false,
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: exit status 3',
    });
    expect((await ask('brief', { act: 'process' })).pid).not.toBe(before.pid);
  });

  test('a process that is killed while idle harms no later call', async () => {
    const { pid } = await ask('brief', { act: 'process' });
    process.kill(Number(pid), 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await ask('brief', { act: 'process' })).pid).not.toBe(pid);
  });

  test('a bundle that does not load, or has no such handler', async () => {
    const broken = { ok: false, errorType: 'RangeError', errorMessage: 'cannot load' };
    expect(await Promise.all([1, 2].map(() => runner.invokeByName('broken', {})))).toEqual([broken, broken]);
    expect(await runner.invokeByName('unexported', {})).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
    expect(problems).toContain('broken cannot start: RangeError: cannot load');
  });

  test.each<[keyof typeof refusedHandlers, string]>([
    ['calledback', 'Runtime.CallbackHandlerDeprecated'],
    ['common', 'Runtime.CallbackHandlerDeprecated'],
    ['streamed', 'Runtime.MalformedStreamingHandler'],
  ])('a handler that Lambda does not call on Node.js 24 (%s) is refused with a reason', async (name, errorType) => {
    expect(await runner.invokeByName(name, {})).toMatchObject({ ok: false, errorType });
    expect(problems.filter((text) => text.startsWith(`${name} cannot start: ${errorType}`))).toHaveLength(1);
  });

  test('events and answers over 6 MB', async () => {
    const event = { text: 'x'.repeat(6 * 1024 * 1024) };
    expect(await runner.invokeByName('probe', event)).toMatchObject({ errorType: 'RequestEntityTooLargeException' });
    expect(await runner.invokeByName('probe', { act: 'big' })).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
    });
  });

  test('a function missing from the template', async () => {
    expect(await runner.invoke('arn:aws:lambda:us-east-1:000000000000:function:other', {})).toMatchObject({
      errorType: 'ResourceNotFoundException',
    });
  });
});

test('a runtime other than Node.js 24 is refused, since it calls handlers differently', () => {
  const other = writeAssembly({ Old: functionResource('old', { Runtime: 'nodejs22.x' }) });
  expect(() => functionDefinitions(loadTemplate(other.folder))).toThrow(
    'The function old needs the runtime nodejs22.x: only nodejs24.x runs here',
  );
  other.remove();
});
