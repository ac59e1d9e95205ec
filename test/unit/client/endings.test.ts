import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
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

test('a list ends within a page once it is aborted', async () => {
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
});
