import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { StoreUnavailable } from '../../../functions/storage/misp-store.ts';
import { replacePauses } from '../../support/pauses.ts';

/** Records pauses between tries; the clock advances by them instead of waiting. */
const pauses: number[] = [];
let clock = 1000;
replacePauses((ms) => {
  pauses.push(ms);
  clock += ms;
});
const { cancellationReasons, SendAgain, sendWithin } = await import('../../../functions/storage/send-within.ts');

beforeEach(() => {
  pauses.length = 0;
  clock = 1000;
  jest.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const named = (name: string, more: object = {}) => Object.assign(new Error(`${name} happened`), { name, ...more });
const cancelled = (...codes: readonly (string | undefined)[]) =>
  named('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

/** Sends that fail this many times with this error, then succeed. */
function failing(error: unknown, times = 1) {
  let sends = 0;
  const send = () => {
    sends += 1;
    return sends <= times ? Promise.reject(error) : Promise.resolve(`send ${sends}`);
  };
  return { send, count: () => sends };
}
const DEADLINE = 1000 + 5000;

describe('sending within a time', () => {
  test('returns the answer of the first send', async () => {
    const { send, count } = failing(undefined, 0);
    expect(await sendWithin(DEADLINE, send)).toBe('send 1');
    expect(count()).toBe(1);
    expect(pauses).toEqual([]);
  });

  test.each([
    'InternalServerError',
    'LimitExceededException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestTimeout',
    'RequestTimeoutException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'ThrottlingException',
    'TimeoutError',
    'TransactionConflictException',
    'TransactionInProgressException',
    'Unknown',
  ])('sends again after %s', async (name) => {
    expect(await sendWithin(DEADLINE, failing(named(name)).send)).toBe('send 2');
    expect(pauses).toHaveLength(1);
  });

  test.each([
    ['an incomplete send', new SendAgain()],
    ['a status of the server', named('UnknownError', { $metadata: { httpStatusCode: 500 } })],
    ['a status of a gateway', named('UnknownError', { $metadata: { httpStatusCode: 503 } })],
    ['a broken connection', named('Error', { code: 'ECONNRESET' })],
    [
      'a connection that breaks within an answer',
      named('Error', { code: 'ECONNRESET', $metadata: { httpStatusCode: 200 } }),
    ],
    [
      'a connection that breaks within a refusal',
      named('Error', { code: 'ECONNRESET', $metadata: { httpStatusCode: 400 } }),
    ],
    ['an answer that is not JSON', named('SyntaxError', { $metadata: { httpStatusCode: 200 } })],
    ['a refusal that is not JSON', named('SyntaxError', { $metadata: { httpStatusCode: 400 } })],
    [
      'an answer that the SDK cannot read',
      Object.assign(new TypeError('x of undefined'), { $metadata: { httpStatusCode: 200 } }),
    ],
    ['a success that cannot be read', named('Unreadable', { $metadata: { httpStatusCode: 299 } })],
    [
      'an error page whose code the SDK cannot read',
      Object.assign(new TypeError('x of null'), { $metadata: { httpStatusCode: 503 } }),
    ],
    ['a refused connection', named('Error', { code: 'ECONNREFUSED', $metadata: { attempts: 3 } })],
    ['a conflict of transactions', cancelled('None', 'TransactionConflict')],
    ['throttling within a transaction', cancelled('ThrottlingError', 'None')],
    ['lack of capacity within a transaction', cancelled('None', 'None', 'ProvisionedThroughputExceeded')],
    ['a conflict beside a failed condition', cancelled('ConditionalCheckFailed', 'TransactionConflict')],
  ])('sends again after %s', async (_, error) => {
    expect(await sendWithin(DEADLINE, failing(error).send)).toBe('send 2');
  });

  test.each([
    ['a failed condition', cancelled('ConditionalCheckFailed', 'None')],
    ['an item that does not fit', cancelled('ValidationError')],
    ['a cancelled transaction without reasons', named('TransactionCanceledException')],
    ['reasons without codes', cancelled(undefined)],
    ['the first status after the successes', named('Odd', { $metadata: { httpStatusCode: 300 } })],
    ['a redirect', named('PermanentRedirect', { $metadata: { httpStatusCode: 301 } })],
    ['an invalid call', named('ValidationException', { $metadata: { httpStatusCode: 400 } })],
    ['a programming error', new TypeError('x of undefined')],
    ['a programming error that has a code', Object.assign(new TypeError('a path'), { code: 'ERR_INVALID_ARG_TYPE' })],
    ['a value out of range', Object.assign(new RangeError('a port'), { code: 'ERR_SOCKET_BAD_PORT' })],
    ['an error with odd metadata', named('Odd', { $metadata: null })],
    ['an error with a text for metadata', named('Odd', { $metadata: 'odd' })],
    ['a value that is not an Error', 'a text'],
    ['nothing', undefined],
  ])('gives up at once at %s', async (_, error) => {
    const { send, count } = failing(error, 9);
    await expect(sendWithin(DEADLINE, send)).rejects.toBe(error);
    expect(count()).toBe(1);
    expect(pauses).toEqual([]);
  });

  // This passes while a deployment brings policies and code together, but not within a request.
  test('gives up at once without a grant, with an error that allows a retry', async () => {
    const denied = named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } });
    const { send, count } = failing(denied, 9);
    const thrown: unknown = await sendWithin(DEADLINE, send).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(StoreUnavailable);
    expect(thrown).toMatchObject({ name: 'StoreRefused', message: 'A grant or a key is missing', cause: denied });
    expect(count()).toBe(1);
    expect(pauses).toEqual([]);
  });

  test('waits longer with every send, up to 400 ms, with jitter', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    await sendWithin(DEADLINE, failing(named('ThrottlingException'), 7).send);
    expect(pauses).toEqual([25, 50, 100, 200, 400, 400, 400]);
    pauses.length = 0;
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    await sendWithin(DEADLINE, failing(named('ThrottlingException'), 2).send);
    expect(pauses).toEqual([12.5, 25]);
  });

  test('waits at most the given time after a conflict, and as usual after other errors', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    const conflict = cancelled('None', 'TransactionConflict');
    await sendWithin(DEADLINE, failing(conflict, 6).send);
    expect(pauses).toEqual([25, 50, 100, 200, 400, 400]);
    pauses.length = 0;
    await sendWithin(DEADLINE, failing(conflict, 6).send, 60);
    expect(pauses).toEqual([25, 50, 60, 60, 60, 60]);
    pauses.length = 0;
    await sendWithin(DEADLINE, failing(cancelled('ThrottlingError'), 6).send, 60);
    expect(pauses).toEqual([25, 50, 100, 200, 400, 400]);
    pauses.length = 0;
    await sendWithin(DEADLINE, failing(named('ThrottlingException'), 4).send, 60);
    expect(pauses).toEqual([25, 50, 100, 200]);
  });

  test('does not start without time', async () => {
    const { send, count } = failing(undefined, 0);
    await expect(sendWithin(1000, send)).rejects.toThrow(new StoreUnavailable('No time left'));
    await expect(sendWithin(999, send)).rejects.toThrow(StoreUnavailable);
    expect(count()).toBe(0);
  });

  test('ends if the next pause would end after the deadline', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    const error = named('ThrottlingException');
    const { send, count } = failing(error, 99);
    const sending = sendWithin(1000 + 175, send);
    await expect(sending).rejects.toThrow(StoreUnavailable);
    await expect(sending).rejects.toMatchObject({ cause: error });
    expect(count()).toBe(3);
    expect(clock).toBe(1000 + 75);
  });

  test('has an error name, which the log shows, for sends that stayed incomplete', async () => {
    const sending = sendWithin(1000 + 175, failing(new SendAgain(), 99).send);
    await expect(sending).rejects.toMatchObject({ name: 'StoreUnavailable', cause: { name: 'SendAgain' } });
  });

  test('gives every send a signal that ends it at the deadline', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    const limits: number[] = [];
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const signals: AbortSignal[] = [];
    let sends = 0;
    await sendWithin(DEADLINE + 0.5, (signal) => {
      signals.push(signal);
      limits.push(Number(timers.mock.lastCall?.[1]));
      sends += 1;
      return sends === 1 ? Promise.reject(named('ThrottlingException')) : Promise.resolve();
    });
    expect(limits).toEqual([5000.5, 4975.5]);
    for (const [end] of timers.mock.calls) end();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test('leaves no timer behind, whatever comes of a send', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const cleared = jest.spyOn(globalThis, 'clearTimeout');
    await sendWithin(DEADLINE, failing(named('ThrottlingException')).send);
    await expect(sendWithin(DEADLINE, failing(named('Foreign')).send)).rejects.toThrow('Foreign happened');
    expect(cleared.mock.calls.flat()).toEqual(timers.mock.results.map(({ value }) => value));
    expect(timers).toHaveBeenCalledTimes(3);
  });

  test('is cut short as "unavailable", and sends no more', async () => {
    const { send, count } = failing(named('AbortError'), 9);
    await expect(sendWithin(DEADLINE, send)).rejects.toThrow(StoreUnavailable);
    expect(count()).toBe(1);
  });
});

describe('the reasons of a cancelled transaction', () => {
  test('are given in the order of its actions', () => {
    expect(cancellationReasons(cancelled('None', 'ConditionalCheckFailed'))).toEqual([
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed' },
    ]);
  });

  test('are empty if it has none', () => {
    expect(cancellationReasons(named('TransactionCanceledException'))).toEqual([]);
    expect(cancellationReasons(named('TransactionCanceledException', { CancellationReasons: 'x' }))).toEqual([]);
  });

  test('are undefined for anything else', () => {
    expect(cancellationReasons(named('ThrottlingException', { CancellationReasons: [] }))).toBeUndefined();
    expect(cancellationReasons({ name: 'TransactionCanceledException' })).toBeUndefined();
    expect(cancellationReasons(undefined)).toBeUndefined();
  });
});
