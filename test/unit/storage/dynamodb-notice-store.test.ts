import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoDbNoticeStore } from '../../../functions/storage/dynamodb-notice-store.ts';
import { StoreUnavailable } from '../../../functions/storage/misp-store.ts';
import { UnknownShape } from '../../../functions/storage/unknown-shape.ts';
import { NOW, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { sampleRow } from '../../support/sample-row.ts';
import { type ScriptedStore, startScriptedStore } from './scripted-store.ts';

/** What the engines never do by themselves; test/integration/notice-store.test.ts has the rest. */

let scripted: ScriptedStore;
beforeAll(async () => {
  scripted = await startScriptedStore();
});
afterAll(() => scripted.stop());

const storeFor = (msOfCall: number) =>
  new DynamoDbNoticeStore(
    scripted.client,
    { misps: 'misps', outbox: 'audit-outbox' },
    () => performance.now() + msOfCall,
  );
const conflict = {
  status: 400,
  body: { __type: 'TransactionCanceledException', CancellationReasons: [{ Code: 'TransactionConflict' }] },
};

describe('a MISP constantly in other transactions', () => {
  test('uses up only the time of its own call', async () => {
    const store = storeFor(300);
    const license = sampleLicense();
    scripted.answer(conflict);
    const announcing = store.announce(sampleMisp({ licenses: [license] }), { license, noticeDays: 7 }, sampleRow());
    await expect(announcing).rejects.toThrow(StoreUnavailable);
    // It gives up a little before its time is up; the next call must not.
    await sleep(300);
    scripted.answer({ body: {} });
    await expect(store.moveCheckpoint({ announcedUntil: NOW })).resolves.toBeUndefined();
  });

  test('is announced if it succeeds in time', async () => {
    const license = sampleLicense();
    scripted.answer(conflict, conflict, { body: {} });
    const announcing = storeFor(5000).announce(sampleMisp(), { license, noticeDays: 7 }, sampleRow());
    await expect(announcing).resolves.toBe('announced');
    // One decision, however many times it is sent.
    expect(new Set(scripted.calls.map(({ input }) => input.ClientRequestToken)).size).toBe(1);
  });
});

describe('MISPs that run out', () => {
  const found = async (from = NOW, to = NOW + 1) => {
    const all: unknown[] = [];
    for await (const one of storeFor(1000).runningOut(from, to)) all.push(one);
    return all;
  };
  const at = (mispId: string, time: number) => ({
    pk: { S: `MISP#${mispId}` },
    runsOut: { S: `${new Date(time).toISOString()}\u0001${mispId}` },
  });

  test('are read page by page, empty ones included, each from where the last ended', async () => {
    const ends = [at('100', NOW), at('101', NOW)];
    scripted.answer(
      { body: { Items: [at('100', NOW)], LastEvaluatedKey: ends[0] } },
      { body: { Items: [], LastEvaluatedKey: ends[1] } },
      { body: { Items: [at('102', NOW + 1)] } },
    );
    expect(await found()).toEqual([
      { mispId: '100', runsOutAt: NOW },
      { mispId: '102', runsOutAt: NOW + 1 },
    ]);
    expect(scripted.calls.map(({ input }) => input.ExclusiveStartKey)).toEqual([undefined, ...ends]);
  });

  test('are found beside an item whose place in the index somebody has written by hand', async () => {
    scripted.answer({ body: { Items: [{ runsOut: { S: 'soon' } }, at('100', NOW)] } });
    expect(await found()).toEqual([{ mispId: '100', runsOutAt: NOW }]);
  });
});

describe('the checkpoint', () => {
  test('is read strongly: an older one would announce again what is announced', async () => {
    scripted.answer({ body: {} });
    expect(await storeFor(1000).checkpoint()).toBeUndefined();
    expect(scripted.calls[0]?.input).toEqual({
      TableName: 'misps',
      Key: { pk: { S: 'ANNOUNCED' } },
      ConsistentRead: true,
    });
  });

  test('of an unknown version is not read as a time', async () => {
    scripted.answer({ body: { Item: { pk: { S: 'ANNOUNCED' }, shape: { N: '2' }, announcedUntil: { S: '2026' } } } });
    await expect(storeFor(1000).checkpoint()).rejects.toThrow(UnknownShape);
  });
});
