import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { platformTiming } from '../../../client/src/timing.ts';
import { done, problem, scripted } from './scripted-service.ts';

/** How calls end that get no answer, and what they leave behind. */

test.each([null, '', 0, false, new Error('enough')])('an abort because of %p rejects with that', async (reason) => {
  const caller = new AbortController();
  const { client } = scripted(['silence']);
  const call = client.getMisp('100', { signal: caller.signal }).then(
    () => 'an answer',
    (thrown: unknown) => ({ thrown }),
  );
  await new Promise(setImmediate);
  caller.abort(reason);
  expect(await call).toEqual({ thrown: reason });
});

test.each([undefined, null, 0])('a token source that rejects with %p ends the call with that', async (reason) => {
  const { client } = scripted([], { token: () => Promise.reject(reason) });
  const ended = client.getMisp('100').then(
    () => 'an answer',
    (thrown: unknown) => ({ thrown }),
  );
  expect(await ended).toEqual({ thrown: reason });
});

test('many calls share one listener of a signal: Node.js 20 warns of more than ten', async () => {
  const caller = new AbortController();
  const calls = Array.from({ length: 30 }, () =>
    scripted(['silence']).client.getMisp('100', { signal: caller.signal }),
  );
  await new Promise(setImmediate);
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1);
  caller.abort(new Error('shutting down'));
  const ended = await Promise.allSettled(calls);
  expect(ended.map((one) => one.status === 'rejected' && String(one.reason))).toEqual(
    Array(30).fill('Error: shutting down'),
  );
});

describe('nothing is left behind', () => {
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;

  test('by a call that has ended, on a signal that goes on', async () => {
    const { signal } = new AbortController();
    const { client } = scripted([done({ misp: {} })]);
    expect(await client.getMisp('100', { signal })).toMatchObject({ ok: true });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('by a pause, whether it ends or is aborted', async () => {
    const caller = new AbortController();
    await platformTiming.sleep(1, caller.signal);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
    const before = timers();
    const pause = platformTiming.sleep(60_000, caller.signal);
    expect(timers()).toBe(before + 1);
    caller.abort(new Error('enough'));
    await expect(pause).rejects.toThrow('enough');
    expect([timers(), getEventListeners(caller.signal, 'abort')]).toEqual([before, []]);
  });

  test('by many calls at once, of which one is the last', async () => {
    const { signal } = new AbortController();
    const calls = Array.from({ length: 30 }, () => scripted([done({ misp: {} })]).client.getMisp('100', { signal }));
    await Promise.all(calls);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const again = scripted(['silence'], { timeoutMs: 5, retry: { attempts: 1 } }).client.getMisp('100', { signal });
    expect(await again).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

test('a signal may be null, as for fetch', async () => {
  const { client } = scripted([done({ misp: {} })]);
  expect(await client.getMisp('100', { signal: null as unknown as undefined })).toMatchObject({ ok: true });
});

test('a clock that is an object with methods is one of its own', async () => {
  class Clock {
    #now = Date.parse('2026-03-01T10:00:00Z');
    now() {
      return this.#now;
    }
    random() {
      return 0;
    }
    async sleep(milliseconds: number) {
      this.#now += milliseconds;
    }
  }
  const { client } = scripted([problem(503, 'x', 'y'), problem(404, 'unknown-misp', 'PMS_MSP_005')], {
    timing: new Clock(),
  });
  expect(await client.getMisp('100')).toMatchObject({ ok: false, error: { kind: 'unknown-misp' } });
});

test('a list ends within a page once it is aborted, but not behind its last MISP', async () => {
  const caller = new AbortController();
  const misps = ['100', '101', '102'].map((id) => ({ misp: { id }, misp_licenses: [] }));
  const { client } = scripted([done(misps), done(misps)]);
  const seen: string[] = [];
  const walk = async (last: string) => {
    for await (const { misp } of client.listMisps({}, { signal: caller.signal })) {
      seen.push(misp.id);
      if (misp.id === last) caller.abort(new Error('enough'));
    }
  };
  await expect(walk('101')).rejects.toThrow('enough');
  expect(seen).toEqual(['100', '101']);
  const { client: other } = scripted([done(misps)]);
  const last = new AbortController();
  for await (const { misp } of other.listMisps({}, { signal: last.signal })) if (misp.id === '102') last.abort();
});
