import { beforeEach, expect, test } from '@jest/globals';
import type { IdempotencyRecord } from '../../../functions/storage/idempotency-record.ts';
import { InMemoryMispStore } from '../../support/in-memory-misp-store.ts';
import { NOW, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { sampleRow, sampleRowId } from '../../support/sample-row.ts';

/** The store of the operations' tests keeps outcomes like the one in DynamoDB (kept-outcomes.test.ts). */

const record: IdempotencyRecord = {
  id: 'update-misp#id',
  requestId: 'request-1',
  fingerprint: sha256('asked'),
  outcome: { kind: 'done', facts: { mispId: '100', version: 3, isActive: true } },
  forgetAt: Math.floor(NOW / 1000) + 60,
};
const later = { ...record, requestId: 'request-2' };
const before = sampleMisp();
const after = { ...before, version: 3 };

let store: InMemoryMispStore;
beforeEach(() => {
  store = new InMemoryMispStore();
  store.seed(before);
});
const row = (mark: string, at = NOW) => sampleRow({ id: sampleRowId(mark), at });
const commit = (mark: string, kept: IdempotencyRecord, at?: number) =>
  store.commit(before, after, row(mark, at), false, kept);

test('a change and its outcome are stored once', async () => {
  expect(await commit('a', record)).toEqual({ kind: 'committed' });
  expect(await commit('a', record)).toEqual({ kind: 'committed' });
  expect(await commit('b', later)).toEqual({ kind: 'repeated', first: record, current: after });
  expect(store.rows).toHaveLength(1);
  expect([...store.records.values()]).toEqual([record]);
});

test('a row and its outcome are stored once, and nothing of a repeat', async () => {
  expect(await store.putRowOnce(row('a'), record)).toEqual({ kind: 'put' });
  expect(await store.putRowOnce(row('a'), record)).toEqual({ kind: 'put' });
  expect(await store.putRowOnce(row('b'), later)).toEqual({ kind: 'repeated', first: record });
  expect(await commit('c', later)).toEqual({ kind: 'repeated', first: record });
  expect(store.peek('100')).toEqual(before);
  expect(store.rows).toHaveLength(1);
});

test('an expired outcome counts as absent', async () => {
  await store.putRowOnce(row('a'), record);
  const end = record.forgetAt * 1000;
  expect(await store.putRowOnce(row('b', end - 1), later)).toMatchObject({ kind: 'repeated' });
  expect(await store.putRowOnce(row('c', end), later)).toEqual({ kind: 'put' });
  expect([...store.records.values()]).toEqual([later]);
  expect(await store.recall(record.id, end - 1)).toEqual(later);
  expect(await store.recall(record.id, end)).toBeUndefined();
  expect(await store.recall('update-misp#other', NOW)).toBeUndefined();
});

test('a change that is not stored keeps nothing', async () => {
  store.seed({ ...before, version: 9 });
  expect(await commit('a', record)).toMatchObject({ kind: 'misp-changed' });
  expect(store.records.size).toBe(0);
});
