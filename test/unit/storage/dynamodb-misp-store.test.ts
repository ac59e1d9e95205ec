import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { tokenOf } from '../../../functions/audit/row-id.ts';
import { changed as changedMisp, withNewLicense } from '../../../functions/domain/change-of-misp.ts';
import type { Misp } from '../../../functions/domain/misp.ts';
import { DynamoDbMispStore } from '../../../functions/storage/dynamodb-misp-store.ts';
import { toMispItem } from '../../../functions/storage/item-shapes.ts';
import {
  Contended,
  CounterBehind,
  type MispStore,
  StoreRefused,
  StoreUnavailable,
} from '../../../functions/storage/misp-store.ts';
import { caller, NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { sampleRow } from '../../support/sample-row.ts';
import { type ScriptedAnswer, type ScriptedStore, startScriptedStore } from './scripted-store.ts';

/** What the engines never do by themselves; test/integration/misp-store.test.ts has the rest. */

let scripted: ScriptedStore;
beforeAll(async () => {
  scripted = await startScriptedStore();
});
afterAll(() => scripted.stop());

const storeFor = (ms: number): MispStore =>
  new DynamoDbMispStore(scripted.client, { misps: 'misps', outbox: 'audit-outbox' }, performance.now() + ms);
const ALL = { of: 'all', order: 'oldest' } as const;
const misp = sampleMisp();
const changed: Misp = { ...misp, version: misp.version + 1, isActive: false };
const renamed: Misp = { ...changed, name: 'Other', normalizedName: 'other' };
const change = (after: Misp, ms = 5000) => storeFor(ms).commit(misp, after, sampleRow());

const calls: readonly [string, (store: MispStore) => Promise<unknown>][] = [
  ['get', (store) => store.get('100')],
  ['ownerOfLicense', (store) => store.ownerOfLicense('0a1b')],
  ['list', (store) => store.list(ALL, {})],
  ['allocateMispId', (store) => store.allocateMispId()],
  ['putRow', (store) => store.putRow(sampleRow())],
  ['commit', (store) => store.commit(misp, changed, sampleRow())],
  ['recall', (store) => store.recall('update-misp#id', NOW)],
];

describe('a silent store', () => {
  test.each(calls)('is given up at the deadline: %s', async (_, call) => {
    scripted.answer('silence');
    const startedAt = performance.now();
    await expect(call(storeFor(200))).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

describe('a store that asks for a longer pause than there is time', () => {
  test.each(calls)('is given up at the deadline: %s', async (_, call) => {
    const body = { __type: 'ThrottlingException' };
    scripted.answer({ status: 400, headers: { 'x-amz-retry-after': '2500' }, body });
    const startedAt = performance.now();
    await expect(call(storeFor(200))).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(scripted.calls).toHaveLength(1);
  });
});

describe('errors of the store', () => {
  test('have the names that the runbooks search the log for', () => {
    const errors = [StoreUnavailable, StoreRefused, Contended, CounterBehind].map((Failure) => new Failure('away'));
    expect(errors.map(({ name }) => name)).toEqual(['StoreUnavailable', 'StoreRefused', 'Contended', 'CounterBehind']);
  });
});

test('an answer without the number of the counter is no id: it is drawn again', async () => {
  scripted.answer({ body: {} }, { body: { Attributes: { lastId: { N: '105' } } } });
  expect(await storeFor(5000).allocateMispId()).toBe('105');
});

const OF_NOBODY: readonly Exclude<ScriptedAnswer, string>[] = [
  { body: '', headers: { 'content-length': '0' } },
  { body: '', headers: { 'content-length': '00' } },
  { body: '' },
  { body: '', headers: { connection: 'close', 'transfer-encoding': 'identity' } },
  { status: 204, body: '' },
  ...['null', '[]', '""', '0', ' ', '<html>'].map((body) => ({ body })),
  ...[301, 400, 403, 407, 413].map((status) => ({ status, body: '' })),
];
test.each(OF_NOBODY)('no answer of the service: %j; it is sent again', async (answer) => {
  scripted.answer(answer, { body: { Item: { mispId: { S: '107' } } } });
  expect(await storeFor(5000).ownerOfLicense('0a1b')).toBe('107');
  scripted.answer(answer, { body: {} });
  expect(await change(changed)).toEqual({ kind: 'committed' });
  expect(scripted.calls.length).toBe(2);
});

test('an answer may have white space around it', async () => {
  scripted.answer({ body: '\r\n {"Item":{"mispId":{"S":"107"}}} ' });
  expect(await storeFor(5000).ownerOfLicense('0a1b')).toBe('107');
});

describe('reads of one item', () => {
  test('are consistent: an older state could let a revoked licence pass', async () => {
    scripted.answer({ body: {} });
    await storeFor(5000).get('100');
    await storeFor(5000).ownerOfLicense('0a1b');
    expect(scripted.calls.map(({ input }) => [input.Key, input.ConsistentRead])).toEqual([
      [{ pk: { S: 'MISP#100' } }, true],
      [{ pk: { S: 'KEY#0a1b' } }, true],
    ]);
  });
});

describe('a MISP in other transactions', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const conflicts = (count: number) => {
    const Code = 'TransactionConflict';
    const body = { __type: 'TransactionCanceledException', CancellationReasons: [{ Code }, { Code: 'None' }] };
    jest.spyOn(Math, 'random').mockReturnValue(1);
    scripted.answer(...Array(count).fill({ status: 400, body }), { body: {} });
  };
  const commit = (isRevocation?: true) => storeFor(1500).commit(misp, changed, sampleRow(), isRevocation);

  test('lets a revocation succeed after eight of them, in less time than other changes need', async () => {
    conflicts(8);
    await expect(commit(true)).resolves.toEqual({ kind: 'committed' });
    conflicts(8);
    await expect(commit()).rejects.toThrow(StoreUnavailable);
  });
});

describe('a page of a list', () => {
  test('of all names has no prefix condition: DynamoDB accepts no empty text as a key', async () => {
    scripted.answer({ body: { Items: [] } });
    await storeFor(5000).list({ of: 'name', prefix: '' }, {});
    expect(scripted.calls[0]?.input).toMatchObject({
      IndexName: 'by-name',
      KeyConditionExpression: '#partition = :partition',
      ExpressionAttributeValues: { ':partition': { S: 'MISP' } },
    });
  });

  test('is empty if the list of items is, and read again if there is no list: that is no answer of DynamoDB', async () => {
    scripted.answer({ body: {} }, { body: { Items: [] } });
    expect(await storeFor(5000).list(ALL, {})).toEqual({ misps: [] });
    expect(scripted.calls).toHaveLength(2);
  });

  test.each([
    ['not of the list', { pk: { S: 'MISP#100' } }],
    ['no position', { registration: { S: 'without a separator' } }],
    ['another type', { registration: { N: '5' } }],
  ])('is the last if its end is %s', async (_, key) => {
    scripted.answer({ body: { Items: [marshall(toMispItem(misp))], LastEvaluatedKey: key } });
    expect(await storeFor(5000).list(ALL, {})).toEqual({ misps: [misp] });
  });
});

interface Action {
  readonly Put: { readonly Item: object; readonly ConditionExpression: string };
}

describe('what a change writes', () => {
  const many = sampleMisp({
    licenses: Array.from({ length: 150 }, (_, index) => sampleLicense({ key: sampleKey(index) })),
  });
  const actionsFor = async (before: Misp | undefined, after: Misp) => {
    scripted.answer({ body: {} });
    await storeFor(5000).commit(before, after, sampleRow());
    return scripted.calls[0]?.input.TransactItems;
  };
  const put = (table: string, item: object) => ({ Put: expect.objectContaining({ TableName: table, Item: item }) });
  const row = put('audit-outbox', expect.objectContaining({ id: { S: sampleRow().id } }));
  const itself = put('misps', expect.objectContaining({ pk: { S: 'MISP#100' } }));

  test('is the MISP, its name and the row for a registration, and no name is freed', async () => {
    const name = put('misps', { pk: { S: 'NAME#celltel' }, mispId: { S: '100' } });
    expect(await actionsFor(undefined, misp)).toEqual([itself, name, row]);
  });

  test('is one pointer, however many licences a MISP has: a transaction may have 100 actions', async () => {
    expect(await actionsFor(many, { ...many, version: 3, isActive: false })).toEqual([itself, row]);
    const issued = sampleLicense({ key: 'a new one' });
    const pointer = put('misps', { pk: { S: `KEY#${issued.hash}` }, mispId: { S: '100' } });
    expect(await actionsFor(many, { ...many, version: 3, licenses: [...many.licenses, issued] })).toEqual([
      itself,
      pointer,
      row,
    ]);
  });

  test('deletes the pointers of removed licences', async () => {
    const [first, ...rest] = many.licenses;
    const pointer = { Delete: { TableName: 'misps', Key: { pk: { S: `KEY#${first?.hash}` } } } };
    expect(await actionsFor(many, { ...many, version: 3, licenses: rest })).toEqual([itself, pointer, row]);
  });

  test('is at most 13 actions: MISP, row, a pointer for the new licence and ten deletes', async () => {
    const crowd = sampleMisp({
      licenses: Array.from({ length: 1300 }, (_, index) => sampleLicense({ key: sampleKey(index), validTo: NOW - 1 })),
    });
    const stamp = { by: caller, at: NOW, requestId: 'request-9' };
    const issue = withNewLicense(crowd, { newKey: () => 'a new one', validityDays: 1 }, stamp);
    expect(await actionsFor(crowd, changedMisp(crowd, { licenses: issue?.licenses ?? [] }, stamp))).toHaveLength(13);
  });

  test('takes the new name and frees the old one in its stored form, whatever its form would be today', async () => {
    const held = sampleMisp({ name: 'Straße', normalizedName: 'an older form' });
    const taken = put('misps', { pk: { S: 'NAME#other' }, mispId: { S: '100' } });
    expect(await actionsFor(held, { ...held, version: 3, name: 'Other', normalizedName: 'other' })).toEqual([
      itself,
      taken,
      {
        Delete: {
          TableName: 'misps',
          Key: { pk: { S: 'NAME#an older form' } },
          ConditionExpression: 'mispId = :id',
          ExpressionAttributeValues: { ':id': { S: '100' } },
        },
      },
      row,
    ]);
  });
});

describe('a change that is not stored', () => {
  const failure = (type: string, more: object = {}) => ({
    status: 400,
    body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: `${type} happened`, ...more },
  });
  const cancelled = (...reasons: readonly object[]) =>
    failure('TransactionCanceledException', { CancellationReasons: reasons });
  const none = { Code: 'None' };
  const tooLarge = { Code: 'ValidationError', Message: 'Item size has exceeded the maximum allowed size' };
  const failedCondition = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };

  test('is "misp-changed" with the current MISP if the condition of the MISP fails', async () => {
    scripted.answer(cancelled({ ...failedCondition, Item: marshall(toMispItem(misp)) }, failedCondition, none));
    expect(await change(renamed)).toEqual({ kind: 'misp-changed', current: misp });
  });

  test('is "name-taken" if only the name\'s condition fails', async () => {
    scripted.answer(cancelled(none, failedCondition, none, none));
    expect(await change(renamed)).toEqual({ kind: 'name-taken' });
  });

  test.each([
    ['taken', failedCondition, 'name-taken'],
    ['free', none, 'too-large'],
  ])('checks a new name if the MISP does not fit, since a taken one comes first: %s', async (_, reason, kind) => {
    scripted.answer(cancelled(tooLarge, none, none, none), cancelled(reason, failedCondition));
    expect(await change(renamed)).toEqual({ kind });
    expect(scripted.calls).toHaveLength(2);
    const [{ Put: name }, { Put: row }] = scripted.calls[1]!.input.TransactItems as [Action, Action];
    expect(name.Item).toEqual({ pk: { S: 'NAME#other' }, mispId: { S: '100' } });
    expect(row.ConditionExpression).toBe('attribute_exists(id)');
  });

  test('is an error if the transaction that checks a name succeeds, which it never should', async () => {
    scripted.answer(cancelled(tooLarge, none, none, none), { body: {} });
    await expect(change(renamed)).rejects.toThrow('A row that was never put is in the outbox');
  });

  test('is stored with another token and without freeing the old name if another MISP holds that', async () => {
    scripted.answer(cancelled(none, none, failedCondition, none), { body: {} });
    expect(await change(renamed)).toEqual({ kind: 'committed' });
    const [first, second] = scripted.calls.map(({ input }) => ({
      actions: input.TransactItems as readonly object[],
      token: input.ClientRequestToken,
    }));
    expect(first?.actions).toHaveLength(4);
    expect(second?.actions).toEqual(first?.actions.filter((action) => !('Delete' in action)));
    expect(first?.token).toBe(tokenOf(sampleRow().id));
    expect(second?.token).toBe(`${tokenOf(sampleRow().id)}-2`);
  });

  test('is never "name-taken" without a new name', async () => {
    scripted.answer(cancelled(none, failedCondition));
    await expect(change(changed)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  });

  test.each([
    ['a reason of the transaction', cancelled(none, tooLarge)],
    [
      'an error by itself',
      failure('ValidationException', { message: 'Item size has exceeded the maximum allowed size' }),
    ],
  ])('is a MISP that is too large, reported as %s', async (_, answer) => {
    scripted.answer(answer);
    await expect(change(changed)).resolves.toEqual({ kind: 'too-large' });
    expect(scripted.calls).toHaveLength(1);
  });

  test.each([
    [
      'another reason',
      'TransactionCanceledException',
      cancelled(none, { Code: 'ValidationError', Message: 'Bad key' }),
    ],
    ['a reason without a text', 'TransactionCanceledException', cancelled({ Code: 'ValidationError' }, none)],
    ['no reasons', 'TransactionCanceledException', failure('TransactionCanceledException')],
    ['a call that is not allowed', 'StoreRefused', failure('AccessDeniedException')],
  ])("fails with the store's error otherwise: %s", async (_, name, answer) => {
    scripted.answer(answer);
    await expect(change(renamed)).rejects.toMatchObject({ name });
    expect(scripted.calls).toHaveLength(1);
  });
});
