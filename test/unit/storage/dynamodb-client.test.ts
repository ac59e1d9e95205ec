import { setTimeout as pause } from 'node:timers/promises';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readWire } from '../../support/sends.ts';
import { type ScriptedStore, startScriptedStore } from './scripted-store.ts';

let scripted: ScriptedStore;
beforeAll(async () => {
  scripted = await startScriptedStore();
});
afterAll(() => scripted.stop());
afterEach(() => {
  jest.useRealTimers();
});

const put = (item: Record<string, unknown>) => scripted.client.send(new PutCommand({ TableName: 'misps', Item: item }));

describe('the client of the functions', () => {
  test('leaves out undefined fields at any depth', async () => {
    scripted.answer({ body: {} });
    await put({ pk: 'a', none: undefined, inner: { none: undefined, b: 1 } });
    expect(scripted.calls[0]?.input.Item).toEqual({ pk: { S: 'a' }, inner: { M: { b: { N: '1' } } } });
  });

  test('reads any number without failing', async () => {
    scripted.answer({ body: { Item: { pk: { S: 'a' }, version: { N: '1.5e300' } } } });
    const { Item } = await scripted.client.send(new GetCommand({ TableName: 'misps', Key: { pk: 'a' } }));
    expect(Item).toEqual({ pk: 'a', version: 1.5e300 });
  });

  // A validation's plain commands are resolved once for each client, not once for each call.
  test('keeps the middleware of plain commands', () => {
    expect(scripted.client.config.cacheMiddleware).toBe(true);
  });

  test('calls a silent store three times and gives up well within the ten seconds of a request', async () => {
    scripted.answer('silence');
    let sent = 0;
    readWire(scripted.client, () => {
      sent += 1;
    });
    jest.useFakeTimers();
    let waited = 0;
    let failure: unknown;
    put({ pk: 'a' }).catch((error: unknown) => {
      failure = error;
    });
    for (let turn = 0; failure === undefined && waited < 10_000 && turn < 10_000; turn += 1) {
      await pause(1);
      // The clock stops while a request is under way.
      if (sent > scripted.calls.length) continue;
      await jest.advanceTimersByTimeAsync(50);
      waited += 50;
    }
    expect(failure).toMatchObject({ name: 'TimeoutError' });
    expect(waited).toBeLessThan(9000);
    expect(scripted.calls).toHaveLength(3);
  });
});
