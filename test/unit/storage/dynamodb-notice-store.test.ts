import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoDbNoticeStore } from '../../../functions/storage/dynamodb-notice-store.ts';
import { StoreUnavailable } from '../../../functions/storage/misp-store.ts';
import { UnknownShape } from '../../../functions/storage/unknown-shape.ts';
import { NOW, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { sampleRow } from '../../support/sample-row.ts';
import { type ScriptedStore, startScriptedStore } from './scripted-store.ts';

/** What the engines do not do of themselves; all else is in test/integration/notice-store.test.ts. */

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

describe('a MISP that other transactions are at all the time', () => {
  test('uses up the time of its own call and of no other', async () => {
    const store = storeFor(300);
    const license = sampleLicense();
    scripted.answer(conflict);
    const announcing = store.announce(sampleMisp({ licenses: [license] }), { license, noticeDays: 7 }, sampleRow());
    await expect(announcing).rejects.toThrow(StoreUnavailable);
    // Giving up comes a little before the end of its time: not so the next call.
    await sleep(300);
    scripted.answer({ body: {} });
    await expect(store.moveMark(NOW)).resolves.toBeUndefined();
  });

  test('is announced where it is let through in time', async () => {
    const license = sampleLicense();
    scripted.answer(conflict, conflict, { body: {} });
    const announcing = storeFor(5000).announce(sampleMisp(), { license, noticeDays: 7 }, sampleRow());
    await expect(announcing).resolves.toBe('announced');
    // One decision, however often it is sent.
    expect(new Set(scripted.calls.map(({ input }) => input.ClientRequestToken)).size).toBe(1);
  });
});

describe('the mark', () => {
  test('of a version that no reader knows is not taken for a time', async () => {
    scripted.answer({ body: { Item: { pk: { S: 'ANNOUNCED' }, shape: { N: '2' }, announcedUntil: { S: '2026' } } } });
    await expect(storeFor(1000).mark()).rejects.toThrow(UnknownShape);
  });
});
