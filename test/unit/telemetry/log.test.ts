import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { errorFacts, writeLog } from '../../../functions/telemetry/log.ts';
import { OperatorError } from '../../../functions/telemetry/operator-error.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a line of the log', () => {
  test('is JSON on one line, with level and time', () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    jest.useFakeTimers({ now: Date.UTC(2026, 2, 1, 10, 20, 30, 456) });
    writeLog('WARN', { event: 'token-refused', reason: 'no "token"\nat all' });
    jest.useRealTimers();
    expect(write.mock.calls).toEqual([
      [
        '{"level":"WARN","time":"2026-03-01T10:20:30.456Z","event":"token-refused","reason":"no \\"token\\"\\nat all"}\n',
      ],
    ]);
  });
});

describe('the logged facts of an error', () => {
  test('are its name and where it arose, not its message', () => {
    const facts = errorFacts(new TypeError('the secret'));
    expect(facts).toEqual({ errorName: 'TypeError', frames: expect.any(Array) });
    expect(facts.frames.length).toBeGreaterThan(0);
    expect(facts.frames.length).toBeLessThanOrEqual(6);
    for (const frame of facts.frames) expect(frame).toMatch(/^at \S/);
    expect(facts.frames[0]).toContain('log.test.ts');
    expect(JSON.stringify(facts)).not.toContain('secret');
  });

  test('include the name of its cause', () => {
    const cause = Object.assign(new Error('the secret'), { name: 'TimeoutError' });
    const facts = errorFacts(new Error('another secret', { cause }));
    expect(facts).toMatchObject({ errorName: 'Error', cause: 'TimeoutError' });
    expect(JSON.stringify(facts)).not.toContain('secret');
    expect(errorFacts(new Error('x', { cause: 'a secret text' }))).not.toHaveProperty('cause');
  });

  test('include the note of an error for operators', () => {
    const note = { runbook: 'docs/runbooks/README.md', storedVersion: 7 };
    expect(errorFacts(new OperatorError('the secret', note))).toMatchObject({ errorName: 'Error', ...note });
  });

  test('include no line of a message, however it is built', () => {
    for (const message of ['one\n    at secret (line:1)', '    at secret', '\n\n  at secret\n', '$& at secret']) {
      expect(JSON.stringify(errorFacts(new Error(message)))).not.toContain('secret');
      const renamed = Object.assign(new Error(message), { name: 'ValidationException' });
      expect(JSON.stringify(errorFacts(renamed))).not.toContain('secret');
    }
  });

  test('include no line of a message that was changed later', () => {
    const error = new Error('the secret');
    expect(error.stack).toContain('secret');
    error.message = 'harmless';
    expect(JSON.stringify(errorFacts(error))).not.toContain('secret');
  });

  test('are its name if it has no stack', () => {
    const error = new Error('x');
    Reflect.deleteProperty(error, 'stack');
    Object.defineProperty(error, 'stack', { value: undefined });
    expect(errorFacts(error)).toEqual({ errorName: 'Error', frames: [] });
  });

  test.each([
    ['a secret text', 'string'],
    [{ secret: 1 }, 'object'],
    [undefined, 'undefined'],
    [null, 'object'],
  ])('are the type of any other thrown value: %j', (thrown, errorName) => {
    expect(errorFacts(thrown)).toEqual({ errorName, frames: [] });
  });
});
