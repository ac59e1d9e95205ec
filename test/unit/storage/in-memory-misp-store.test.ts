import { describe, expect, test } from '@jest/globals';
import { InMemoryMispStore } from '../../support/in-memory-misp-store.ts';
import { describeMispStore } from '../../support/misp-store-behaviour.ts';
import { sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { sampleRow } from '../../support/sample-row.ts';

describeMispStore('in memory', () => {
  const store = new InMemoryMispStore();
  return Promise.resolve({ store, rowIds: () => Promise.resolve(store.rows.map(({ id }) => id)) });
});

describe('the hooks of the store in memory', () => {
  test('make a call fail before it takes effect, or lose its answer afterwards', async () => {
    const store = new InMemoryMispStore({
      before: () => {
        throw new Error('before');
      },
    });
    await expect(store.putRow(sampleRow())).rejects.toThrow('before');
    expect(store.rows).toHaveLength(0);
    store.hooks = {
      after: () => {
        throw new Error('after');
      },
    };
    await expect(store.putRow(sampleRow())).rejects.toThrow('after');
    expect(store.rows).toHaveLength(1);
    expect(store.calls).toEqual(['putRow', 'putRow']);
  });

  test('let others go first', async () => {
    const store = new InMemoryMispStore();
    store.hooks = { before: (call) => (call === 'get' ? store.seed(sampleMisp()) : undefined) };
    expect(await store.get('100')).toEqual(sampleMisp());
  });

  test('return copies, as reads of DynamoDB do', async () => {
    const store = new InMemoryMispStore();
    const stored = sampleMisp({ licenses: [sampleLicense()] });
    store.seed(stored);
    const misp = (await store.get('100'))!;
    Object.assign(misp, { name: 'changed' });
    Object.assign(misp.licenses[0]!, { isSwitchedOn: false });
    Object.assign(misp.editors, ['changed']);
    Object.assign(misp.licenses, [sampleLicense({ key: 'changed' })]);
    expect(store.peek('100')).toEqual(stored);
    const { misps } = await store.list({ of: 'all', order: 'oldest' }, {});
    expect(misps).toEqual([stored]);
    expect(misps[0]!.licenses[0]).not.toBe((await store.get('100'))!.licenses[0]);
  });
});
