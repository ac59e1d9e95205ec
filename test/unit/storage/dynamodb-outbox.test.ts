import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { DynamoDbOutbox, rowFromRecord } from '../../../functions/storage/dynamodb-outbox.ts';
import { StoreUnavailable } from '../../../functions/storage/misp-store.ts';
import { sampleRow } from '../../support/sample-row.ts';
import { type ScriptedStore, startScriptedStore } from './scripted-store.ts';

let scripted: ScriptedStore;
beforeAll(async () => {
  scripted = await startScriptedStore();
});
afterAll(() => scripted.stop());

const outboxFor = (ms: number) => new DynamoDbOutbox(scripted.client, 'audit-outbox', performance.now() + ms);
const deletes = (...ids: readonly string[]) => ids.map((id) => ({ DeleteRequest: { Key: { id: { S: id } } } }));
/** The rows that each call deletes. */
const asked = () => scripted.calls.map(({ input }) => Reflect.get(input.RequestItems as object, 'audit-outbox'));

describe('deleting rows', () => {
  test('sends only the unprocessed ones again', async () => {
    scripted.answer(
      { body: { UnprocessedItems: { 'audit-outbox': deletes('A', 'C') } } },
      { body: { UnprocessedItems: { 'audit-outbox': deletes('C') } } },
      { body: { UnprocessedItems: {} } },
    );
    await outboxFor(5000).remove(['A', 'B', 'C']);
    expect(asked()).toEqual([deletes('A', 'B', 'C'), deletes('A', 'C'), deletes('C')]);
  });

  test('is done if the answer has nothing unprocessed', async () => {
    scripted.answer({ body: {} });
    await outboxFor(5000).remove(['A']);
    expect(asked()).toEqual([deletes('A')]);
  });

  test('deletes 25 at a time, each row once, and makes no call without rows', async () => {
    scripted.answer({ body: {} });
    const ids = Array.from({ length: 55 }, (_, index) => `row-${index}`);
    await outboxFor(5000).remove([...ids, 'row-3', 'row-54']);
    const batches: readonly (readonly unknown[])[] = asked();
    expect(batches.map((batch) => batch.length).sort()).toEqual([25, 25, 5]);
    expect(new Set(batches.flat().map((one) => JSON.stringify(one)))).toEqual(
      new Set(deletes(...ids).map((one) => JSON.stringify(one))),
    );
    scripted.answer({ body: {} });
    await outboxFor(5000).remove([]);
    expect(scripted.calls).toEqual([]);
  });

  test('ends at the deadline if rows stay unprocessed or no answer comes', async () => {
    scripted.answer({ body: { UnprocessedItems: { 'audit-outbox': deletes('A') } } });
    await expect(outboxFor(200).remove(['A'])).rejects.toThrow(StoreUnavailable);
    scripted.answer('silence');
    const startedAt = performance.now();
    await expect(outboxFor(200).remove(['A'])).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

describe('scanning the outbox', () => {
  async function walked(ms = 5000) {
    const pages: (readonly OutboxRow[])[] = [];
    for await (const page of outboxFor(ms).walk()) pages.push(page);
    return pages;
  }

  test('continues where a page ended until none is left', async () => {
    const [first, second] = [sampleRow({ id: 'A' }), sampleRow({ id: 'B' })];
    const end = { id: { S: 'A' } };
    scripted.answer(
      { body: { Items: [marshall(first)], LastEvaluatedKey: end } },
      // DynamoDB may return pages without an item.
      { body: { Items: [], LastEvaluatedKey: end } },
      { body: { Items: [marshall(second)] } },
    );
    expect(await walked()).toEqual([[first], [], [second]]);
    expect(scripted.calls.map(({ input }) => input)).toEqual([
      { TableName: 'audit-outbox' },
      { TableName: 'audit-outbox', ExclusiveStartKey: end },
      { TableName: 'audit-outbox', ExclusiveStartKey: end },
    ]);
  });

  test.each(['{"S":"x"}', '{"M":{"trail":{"L":[]}}}', '{}'])(
    'reads a row that somebody gave an attribute __proto__, and those beside it: %s',
    async (value) => {
      const [first, second] = [sampleRow({ id: 'A' }), sampleRow({ id: 'B' })];
      // As text, because an object cannot have this property by assignment.
      const body = JSON.parse(
        JSON.stringify({ Items: [marshall(first), marshall(second)] }).replace('{"id"', `{"__proto__":${value},"id"`),
      );
      expect(Object.keys(body.Items[0])).toContain('__proto__');
      scripted.answer({ body });
      expect(await walked()).toEqual([[first, second]]);
    },
  );

  test('ends at the deadline if no answer comes', async () => {
    scripted.answer('silence');
    const startedAt = performance.now();
    await expect(walked(200)).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

describe('the row of a stream record', () => {
  test('is the row that was put', () => {
    const row = sampleRow();
    const image = marshall(row) as Record<string, never>;
    expect(rowFromRecord({ eventName: 'INSERT', dynamodb: { NewImage: image } })).toEqual(row);
  });

  test('is the row that was put, with the hash of its licence, which Lambda passes in base64', () => {
    const hash = Buffer.alloc(32, 0xfe);
    const row = sampleRow({ licenseKeyHash: hash });
    const image = JSON.parse(
      JSON.stringify({ ...marshall(sampleRow()), licenseKeyHash: { B: hash.toString('base64') } }),
    );
    expect(rowFromRecord({ eventName: 'INSERT', dynamodb: { NewImage: image } })).toEqual(row);
  });

  test.each([{}, { S: 'a'.repeat(32) }, { B: '' }])(
    'has no hash of 32 bytes if the record has %j',
    (licenseKeyHash) => {
      const row = rowFromRecord({ dynamodb: { NewImage: { id: { S: 'A' }, licenseKeyHash } as never } });
      expect(row.licenseKeyHash).toHaveLength(0);
    },
  );

  test.each(['9007199254740993', '1.5e300', '1e400'])('can be read with any number: %s', (number) => {
    const row = rowFromRecord({ dynamodb: { NewImage: { id: { S: 'A' }, version: { N: number } } } });
    expect(row).toEqual({ id: 'A', version: Number(number) });
  });

  test('leaves out an attribute __proto__, which would give it the fields of another', () => {
    const NewImage = JSON.parse('{"id":{"S":"A"},"__proto__":{"M":{"at":{"N":"1"}}}}');
    const row = rowFromRecord({ dynamodb: { NewImage } });
    expect(row).toEqual({ id: 'A' });
    expect(row.at).toBeUndefined();
  });

  test('has no fields if the record has none: such a row is poison, not a crash', () => {
    expect(rowFromRecord({ eventName: 'INSERT', dynamodb: {} })).toEqual({});
    expect(rowFromRecord({ eventName: 'INSERT' })).toEqual({});
  });
});
