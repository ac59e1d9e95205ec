import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokenOf } from '../../../functions/audit/row-id.ts';
import type { Misp } from '../../../functions/domain/misp.ts';
import { DynamoDbMispStore } from '../../../functions/storage/dynamodb-misp-store.ts';
import type { IdempotencyRecord } from '../../../functions/storage/idempotency-record.ts';
import { toMispItem } from '../../../functions/storage/item-shapes.ts';
import { type MispStore, StoreUnavailable } from '../../../functions/storage/misp-store.ts';
import { toRequestItem } from '../../../functions/storage/request-item.ts';
import { NOW, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { sampleRow } from '../../support/sample-row.ts';
import { type ScriptedStore, startScriptedStore } from './scripted-store.ts';

/** How the store in DynamoDB keeps outcomes for repeats; test/integration covers what the engines do. */

let scripted: ScriptedStore;
beforeAll(async () => {
  scripted = await startScriptedStore();
});
afterAll(() => scripted.stop());

const storeFor = (ms: number): MispStore =>
  new DynamoDbMispStore(scripted.client, { misps: 'misps', outbox: 'audit-outbox' }, performance.now() + ms);
const misp = sampleMisp();
const changed: Misp = { ...misp, version: misp.version + 1, isActive: false };
const renamed: Misp = { ...changed, name: 'Other', normalizedName: 'other' };
const NOW_SECONDS = Math.floor(NOW / 1000);
const record: IdempotencyRecord = {
  id: `update-misp#${sha256('id')}`,
  requestId: 'request-1',
  fingerprint: sha256('asked'),
  outcome: { kind: 'done', facts: { mispId: '100', version: 3, isActive: false } },
  forgetAt: NOW_SECONDS + 86_400,
};
const first: IdempotencyRecord = { ...record, requestId: 'request-0', forgetAt: NOW_SECONDS + 60 };
const item = (kept: IdempotencyRecord) => marshall(toRequestItem(kept));

const commit = (after = changed, ms = 5000, kept: IdempotencyRecord | undefined = record) =>
  storeFor(ms).commit(misp, after, sampleRow(), false, kept);
const putOnce = (ms = 5000) => storeFor(ms).putRowOnce(sampleRow(), record);

const cancelled = (...reasons: readonly object[]) => ({
  status: 400,
  body: { __type: 'TransactionCanceledException', message: 'cancelled', CancellationReasons: reasons },
});
const none = { Code: 'None' };
const conflict = { Code: 'TransactionConflict' };
const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
const mispIsAnother = { ...failed, Item: marshall(toMispItem({ ...misp, version: 9 })) };
const isKept = { ...failed, Item: item(first) };

const put = (table: string, one: object) => ({ Put: expect.objectContaining({ TableName: table, Item: one }) });
const itself = put('misps', expect.objectContaining({ pk: { S: 'MISP#100' } }));
const row = put('audit-outbox', expect.objectContaining({ id: { S: sampleRow().id } }));
const keep = {
  Put: {
    TableName: 'misps',
    Item: item(record),
    ConditionExpression: 'attribute_not_exists(pk) OR #forgetAt <= :now',
    ExpressionAttributeNames: { '#forgetAt': 'forgetAt' },
    ExpressionAttributeValues: { ':now': { N: String(NOW_SECONDS) } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
};

describe('an outcome is kept', () => {
  test('in the transaction of its change, unless a current one is kept already', async () => {
    scripted.answer({ body: {} });
    expect(await commit()).toEqual({ kind: 'committed' });
    expect(scripted.calls).toHaveLength(1);
    expect(scripted.calls[0]?.input).toEqual({
      ClientRequestToken: tokenOf(sampleRow().id),
      TransactItems: [itself, keep, row],
    });
  });

  test('in the transaction of the row of a refusal', async () => {
    scripted.answer({ body: {} });
    expect(await putOnce()).toEqual({ kind: 'put' });
    expect(scripted.calls.map(({ action, input }) => [action, input])).toEqual([
      ['TransactWriteItems', { ClientRequestToken: tokenOf(sampleRow().id), TransactItems: [keep, row] }],
    ]);
  });

  test('only if there is one', async () => {
    scripted.answer({ body: {} });
    await storeFor(5000).commit(misp, changed, sampleRow());
    expect(scripted.calls[0]?.input.TransactItems).toEqual([itself, row]);
  });
});

describe('an earlier request', () => {
  test('is recognized by the item that prevents the change', async () => {
    scripted.answer(cancelled(none, isKept, none));
    expect(await commit()).toStrictEqual({ kind: 'repeated', first });
    expect(scripted.calls).toHaveLength(1);
  });

  test('is recognized by the item that prevents the row', async () => {
    scripted.answer(cancelled(isKept, none));
    expect(await putOnce()).toEqual({ kind: 'repeated', first });
    expect(scripted.calls).toHaveLength(1);
  });

  test('comes before a MISP that has changed, which is returned with it', async () => {
    scripted.answer(cancelled(mispIsAnother, isKept, none));
    expect(await commit()).toEqual({ kind: 'repeated', first, current: { ...misp, version: 9 } });
  });

  test('comes before a taken name', async () => {
    scripted.answer(cancelled(none, failed, none, isKept, none));
    expect(await commit(renamed)).toEqual({ kind: 'repeated', first });
    scripted.answer(cancelled(mispIsAnother, failed, failed, isKept, none));
    expect(await commit(renamed)).toMatchObject({ kind: 'repeated', first });
    expect(scripted.calls).toHaveLength(1);
  });

  test('is not assumed if the conditions of other items failed', async () => {
    scripted.answer(cancelled(mispIsAnother, none, none));
    expect(await commit()).toEqual({ kind: 'misp-changed', current: { ...misp, version: 9 } });
    scripted.answer(cancelled(none, failed, none, none, none));
    expect(await commit(renamed)).toEqual({ kind: 'name-taken' });
  });

  test('is kept again if the old name is not freed', async () => {
    scripted.answer(cancelled(none, none, failed, none, none), { body: {} });
    expect(await commit(renamed)).toEqual({ kind: 'committed' });
    expect(scripted.calls[1]?.input.TransactItems).toContainEqual(keep);
    expect(scripted.calls[1]?.input.ClientRequestToken).not.toBe(tokenOf(sampleRow().id));
  });
});

describe('the kept outcome of an id', () => {
  test('is read strongly', async () => {
    scripted.answer({ body: { Item: item(first) } });
    expect(await storeFor(5000).recall(record.id, NOW)).toEqual(first);
    expect(scripted.calls.map(({ action, input }) => [action, input.Key, input.ConsistentRead])).toEqual([
      ['GetItem', { pk: { S: `REQUEST#${record.id}` } }, true],
    ]);
  });

  test('is undefined if absent or expired', async () => {
    scripted.answer({ body: {} });
    expect(await storeFor(5000).recall(record.id, NOW)).toBeUndefined();
    scripted.answer({ body: { Item: item({ ...first, forgetAt: NOW_SECONDS }) } });
    expect(await storeFor(5000).recall(record.id, NOW)).toBeUndefined();
    scripted.answer({ body: { Item: item({ ...first, forgetAt: NOW_SECONDS + 1 }) } });
    expect(await storeFor(5000).recall(record.id, NOW)).toMatchObject({ forgetAt: NOW_SECONDS + 1 });
  });
});

describe('after a conflict of transactions', () => {
  const read = { TableName: 'misps', Key: { pk: { S: `REQUEST#${record.id}` } }, ConsistentRead: true };
  const sends: readonly (readonly [string, (ms?: number) => Promise<unknown>, object])[] = [
    ['a change', (ms) => commit(changed, ms), { kind: 'committed' }],
    ['a row', putOnce, { kind: 'put' }],
  ];

  test.each(sends)('%s of a quicker repeat is found before the next send', async (_, send) => {
    scripted.answer(cancelled(conflict, none, none), { body: { Item: item(first) } });
    expect(await send()).toEqual({ kind: 'repeated', first });
    expect(scripted.calls.map(({ action }) => action)).toEqual(['TransactWriteItems', 'GetItem']);
    expect(scripted.calls[1]?.input).toEqual(read);
  });

  test.each(sends)('%s is sent again, with its token, if nothing is kept', async (_, send, outcome) => {
    scripted.answer(cancelled(none, conflict, none), { body: {} }, { body: {} });
    expect(await send()).toEqual(outcome);
    expect(scripted.calls.map(({ action }) => action)).toEqual(['TransactWriteItems', 'GetItem', 'TransactWriteItems']);
    expect(scripted.calls[2]?.input).toEqual(scripted.calls[0]?.input);
  });

  test.each(sends)('%s is sent again if the kept outcome has expired', async (_, send, outcome) => {
    const old = item({ ...first, forgetAt: NOW_SECONDS });
    scripted.answer(cancelled(conflict, none, none), { body: { Item: old } }, { body: {} });
    expect(await send()).toEqual(outcome);
    const last = item({ ...first, forgetAt: NOW_SECONDS + 1 });
    scripted.answer(cancelled(conflict, none, none), { body: { Item: last } }, { body: {} });
    expect(await send()).toMatchObject({ kind: 'repeated' });
  });

  test('nothing is read without an outcome to keep', async () => {
    scripted.answer(cancelled(conflict, none), { body: {} });
    expect(await storeFor(5000).commit(misp, changed, sampleRow())).toEqual({ kind: 'committed' });
    expect(scripted.calls.map(({ action }) => action)).toEqual(['TransactWriteItems', 'TransactWriteItems']);
  });

  test('nothing is read if the store is busy for another reason', async () => {
    scripted.answer(cancelled({ Code: 'ThrottlingError' }, none, none), { body: {} });
    expect(await commit()).toEqual({ kind: 'committed' });
    expect(scripted.calls.map(({ action }) => action)).toEqual(['TransactWriteItems', 'TransactWriteItems']);
  });

  test.each(sends)('%s is given up at the deadline', async (_, send) => {
    scripted.answer(cancelled(conflict, none, none), 'silence');
    const startedAt = performance.now();
    await expect(send(300)).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

test.each([
  ['a change', commit],
  ['a row', putOnce],
] as const)("%s that the store refuses for another reason fails with the store's error", async (_, send) => {
  scripted.answer(cancelled({ Code: 'ValidationError', Message: 'Bad key' }, none, none));
  await expect(send()).rejects.toMatchObject({ name: 'TransactionCanceledException' });
});
