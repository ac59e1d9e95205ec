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

describe('the checkpoint', () => {
  test('of an unknown version is not read as a time', async () => {
    scripted.answer({ body: { Item: { pk: { S: 'ANNOUNCED' }, shape: { N: '2' }, announcedUntil: { S: '2026' } } } });
    await expect(storeFor(1000).checkpoint()).rejects.toThrow(UnknownShape);
  });
});
