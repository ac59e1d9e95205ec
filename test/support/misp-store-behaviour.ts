import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Misp } from '../../functions/domain/misp.ts';
import { normalizeName } from '../../functions/domain/organization-name.ts';
import type { MispPage, MispStore, PageRequest } from '../../functions/storage/misp-store.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from './sample-misp.ts';
import { sampleRow, sampleRowId } from './sample-row.ts';

/** A new, empty store, and a way to read its audit rows. */
export interface OpenedStore {
  readonly store: MispStore;
  readonly rowIds: () => Promise<readonly string[]>;
}

const ALL = { of: 'all', order: 'oldest' } as const;

let rowsMade = 0;
const newRow = () => {
  rowsMade += 1;
  return sampleRow({ id: sampleRowId(String(rowsMade)) });
};
const next = (misp: Misp, more: Partial<Misp> = {}): Misp => ({
  ...misp,
  version: misp.version + 1,
  ...(more.name === undefined ? {} : { normalizedName: normalizeName(more.name) }),
  ...more,
});

/**
 * The behaviour of every store of MISPs. The stores in memory and in DynamoDB pass the same tests, so what is tested on
 * the first also holds for the second.
 * @param name for the titles of the tests.
 * @param open returns a new, empty store for each test.
 */
export function describeMispStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`a store of MISPs: ${name}`, () => {
    let store: MispStore;
    let rowIds: OpenedStore['rowIds'];
    beforeEach(async () => {
      ({ store, rowIds } = await open());
    });
    const add = async (misp: Misp) => {
      expect(await store.commit(undefined, misp, newRow())).toEqual({ kind: 'committed' });
      return misp;
    };
    const fresh = (id: string, more: Partial<Misp> = {}) => sampleMisp({ id, name: `Name ${id}`, version: 1, ...more });

    test('returns a MISP as it was stored, licences included', async () => {
      const misp = await add(
        fresh('100', { licenses: [sampleLicense(), sampleLicense({ key: sampleKey(2), createdAt: NOW })] }),
      );
      expect(await store.get('100')).toEqual(misp);
    });

    test('finds nothing that was never stored', async () => {
      expect(await store.get('100')).toBeUndefined();
      expect(await store.ownerOfLicense(sha256('x'))).toBeUndefined();
      expect(await store.list(ALL, {})).toEqual({ misps: [] });
      expect(await store.list({ of: 'name', prefix: '' }, {})).toEqual({ misps: [] });
    });

    test('draws ids from 100, each once, also for concurrent calls', async () => {
      expect(await store.allocateMispId()).toBe('100');
      const ids = await Promise.all(Array.from({ length: 10 }, () => store.allocateMispId()));
      expect([...ids].map(Number).sort((a, b) => a - b)).toEqual([101, 102, 103, 104, 105, 106, 107, 108, 109, 110]);
    });

    test('stores a change with its row', async () => {
      const misp = await add(fresh('100'));
      const row = newRow();
      const changed = next(misp, { isActive: false });
      expect(await store.commit(misp, changed, row)).toEqual({ kind: 'committed' });
      expect(await store.get('100')).toEqual(changed);
      expect(await rowIds()).toContain(row.id);
    });

    test('stores nothing of a change if the MISP has changed, and returns the current MISP', async () => {
      const misp = await add(fresh('100'));
      const current = next(misp, { address: 'Elsewhere', licenses: [sampleLicense()] });
      await store.commit(misp, current, newRow());
      const row = newRow();
      const late = next(misp, { name: 'Late', licenses: [sampleLicense({ key: sampleKey(9) })] });
      expect(await store.commit(misp, late, row)).toEqual({ kind: 'misp-changed', current });
      expect(await store.get('100')).toEqual(current);
      expect(await rowIds()).not.toContain(row.id);
      expect(await store.ownerOfLicense(sha256(sampleKey(9)))).toBeUndefined();
      await add(fresh('101', { name: 'Late' }));
    });

    test('registers no MISP with an id in use, and returns the MISP that has it', async () => {
      const misp = await add(fresh('100'));
      const row = newRow();
      const outcome = await store.commit(undefined, fresh('100', { name: 'Other' }), row);
      expect(outcome).toEqual({ kind: 'misp-changed', current: misp });
      expect(await rowIds()).not.toContain(row.id);
    });

    test('accepts one of several concurrent changes', async () => {
      const misp = await add(fresh('100'));
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          store.commit(misp, next(misp, { address: `Address ${index}` }), newRow()),
        ),
      );
      expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'misp-changed')).toHaveLength(4);
      expect((await store.get('100'))?.version).toBe(2);
    });

    test('assigns a name once, in all spellings, and stores nothing for the other MISP', async () => {
      await add(fresh('100', { name: 'Celltel  Ltd.' }));
      const row = newRow();
      const other = fresh('101', { name: ' CELLTEL ltd.' });
      expect(await store.commit(undefined, other, row)).toEqual({ kind: 'name-taken' });
      expect(await store.get('101')).toBeUndefined();
      expect(await rowIds()).not.toContain(row.id);
    });

    test('frees the old name and takes the new one in one step', async () => {
      const misp = await add(fresh('100', { name: 'Old' }));
      await add(fresh('101', { name: 'Other' }));
      const taken = await store.commit(misp, next(misp, { name: 'OTHER' }), newRow());
      expect(taken).toEqual({ kind: 'name-taken' });
      const renamed = next(misp, { name: 'New' });
      expect(await store.commit(misp, renamed, newRow())).toEqual({ kind: 'committed' });
      await add(fresh('102', { name: 'old' }));
      const again = await store.commit(undefined, fresh('103', { name: 'NEW' }), newRow());
      expect(again).toEqual({ kind: 'name-taken' });
    });

    test('frees no name that another MISP now holds, but stores the change', async () => {
      const misp = await add(fresh('100', { name: 'Old' }));
      // An earlier normal form allowed this: two names that are equal today.
      const other = await add(fresh('101', { name: 'Other' }));
      const outdated = { ...misp, normalizedName: other.normalizedName };
      expect(await store.commit(outdated, next(misp, { name: 'New' }), newRow())).toEqual({
        kind: 'committed',
      });
      const taken = await store.commit(undefined, fresh('102', { name: 'other' }), newRow());
      expect(taken).toEqual({ kind: 'name-taken' });
    });

    test('deletes the pointer of a removed licence', async () => {
      const [stays, leaves] = [sampleLicense({ key: sampleKey(1) }), sampleLicense({ key: sampleKey(2) })];
      const misp = await add(fresh('100', { licenses: [stays, leaves] }));
      await store.commit(misp, next(misp, { licenses: [stays] }), newRow());
      expect(await store.ownerOfLicense(stays.hash)).toBe('100');
      expect(await store.ownerOfLicense(leaves.hash)).toBeUndefined();
    });

    test('keeps a name that differs only in its spelling', async () => {
      const misp = await add(fresh('100', { name: 'Celltel' }));
      const renamed = next(misp, { name: 'CELLTEL' });
      expect(await store.commit(misp, renamed, newRow())).toEqual({ kind: 'committed' });
      expect((await store.get('100'))?.name).toBe('CELLTEL');
      const taken = await store.commit(undefined, fresh('101', { name: 'celltel' }), newRow());
      expect(taken).toEqual({ kind: 'name-taken' });
    });

    test('reports a changed MISP before a taken name', async () => {
      const misp = await add(fresh('100'));
      await add(fresh('101', { name: 'Taken' }));
      const current = next(misp);
      await store.commit(misp, current, newRow());
      const outcome = await store.commit(misp, next(misp, { name: 'Taken' }), newRow());
      expect(outcome).toEqual({ kind: 'misp-changed', current });
    });

    test('finds the MISP of a licence from its issue on', async () => {
      const misp = await add(fresh('100'));
      const issued = next(misp, { licenses: [sampleLicense()] });
      await store.commit(misp, issued, newRow());
      expect(await store.ownerOfLicense(sha256(sampleKey(1)))).toBe('100');
      const both = next(issued, { licenses: [sampleLicense({ isSwitchedOn: false }), sampleLicense({ key: 'k2' })] });
      await store.commit(issued, both, newRow());
      expect(await store.ownerOfLicense(sha256(sampleKey(1)))).toBe('100');
      expect(await store.ownerOfLicense(sha256('k2'))).toBe('100');
    });

    test('stores a decision once, however many times it is sent', async () => {
      const misp = await add(fresh('100'));
      const row = newRow();
      const changed = next(misp);
      expect(await store.commit(misp, changed, row)).toEqual({ kind: 'committed' });
      expect(await store.commit(misp, changed, row)).toEqual({ kind: 'committed' });
      expect((await store.get('100'))?.version).toBe(2);
      expect((await rowIds()).filter((id) => id === row.id)).toHaveLength(1);
    });

    test('stores a row by itself, once for several puts', async () => {
      const row = newRow();
      await store.putRow(row);
      await store.putRow(row);
      expect(await rowIds()).toEqual([row.id]);
    });

    /** All pages of a list, as their ids. */
    async function walk(read: (page: PageRequest) => Promise<MispPage>, limit?: number) {
      const pages: (readonly string[])[] = [];
      let page = await read({ ...(limit === undefined ? {} : { limit }) });
      pages.push(page.misps.map(({ id }) => id));
      while (page.next !== undefined) {
        page = await read({ after: page.next, ...(limit === undefined ? {} : { limit }) });
        pages.push(page.misps.map(({ id }) => id));
      }
      return pages;
    }

    test('lists in the order of registration, then of the id, page by page', async () => {
      const days = [3, 1, 2, 1, 5];
      for (const [index, day] of days.entries()) await add(fresh(String(100 + index), { createdAt: NOW + day * DAY }));
      expect((await walk((page) => store.list(ALL, page))).flat()).toEqual(['101', '103', '102', '100', '104']);
      const pages = await walk((page) => store.list(ALL, page), 2);
      expect(pages).toEqual([['101', '103'], ['102', '100'], ['104']]);
    });

    test('reports that there may be more after a full page, and nothing after the last', async () => {
      await add(fresh('100'));
      await add(fresh('101'));
      const page = await store.list(ALL, { limit: 2 });
      expect(page.next).toEqual({ order: new Date(page.misps[1]!.createdAt).toISOString(), mispId: '101' });
      expect(await store.list(ALL, { limit: 2, after: page.next! })).toEqual({ misps: [] });
      expect(await store.list(ALL, { limit: 3 })).not.toHaveProperty('next');
    });

    test('finds by prefix of the normalized name, in the order of its bytes', async () => {
      const names = ['Cell b', 'cell', 'CELL  a', 'Cellar', 'Cel', '\u00c9clair', 'cell\uff5a', 'cell \ud83d\ude80'];
      for (const [index, one] of names.entries()) await add(fresh(String(100 + index), { name: one }));
      const found = await store.list({ of: 'name', prefix: 'cell' }, {});
      expect(found.misps.map((misp) => misp.name)).toEqual([
        'cell',
        'CELL  a',
        'Cell b',
        'cell \ud83d\ude80',
        'Cellar',
        'cell\uff5a',
      ]);
      expect((await store.list({ of: 'name', prefix: '\u00e9' }, {})).misps.map(({ id }) => id)).toEqual(['105']);
      expect((await store.list({ of: 'name', prefix: '' }, {})).misps).toHaveLength(names.length);
      expect(await store.list({ of: 'name', prefix: 'zzz' }, {})).toEqual({ misps: [] });
      const pages = await walk((page) => store.list({ of: 'name', prefix: 'cell' }, page), 2);
      expect(pages).toEqual([['101', '102'], ['100', '107'], ['103', '106'], []]);
    });

    test('continues after a position without a MISP', async () => {
      for (const id of ['100', '101', '102']) await add(fresh(id, { name: `Cell ${id}` }));
      const page = await store.list({ of: 'name', prefix: 'cell' }, { after: { order: 'cell 100', mispId: '999' } });
      expect(page.misps.map(({ id }) => id)).toEqual(['101', '102']);
    });

    test('lists the newest first, page by page', async () => {
      const days = [3, 1, 2, 1, 5];
      for (const [index, day] of days.entries()) await add(fresh(String(100 + index), { createdAt: NOW + day * DAY }));
      const pages = await walk((page) => store.list({ of: 'all', order: 'newest' }, page), 2);
      expect(pages).toEqual([['104', '100'], ['102', '103'], ['101']]);
    });

    test('lists those of a status, in either order', async () => {
      const statuses = ['approved', 'Inprogress', 'approved', 'rejected', 'approved'] as const;
      for (const [index, status] of statuses.entries()) await add(fresh(String(100 + index), { status }));
      const walked = async (order: 'oldest' | 'newest') =>
        (await walk((page) => store.list({ of: 'approved', order }, page), 2)).flat();
      expect(await walked('oldest')).toEqual(['100', '102', '104']);
      expect(await walked('newest')).toEqual(['104', '102', '100']);
      expect((await store.list({ of: 'rejected', order: 'oldest' }, {})).misps.map(({ id }) => id)).toEqual(['103']);
    });

    test('lists those that run out before a time, soonest first, including those that have, without those that never do', async () => {
      const running = (id: string, days: number, more: Partial<Misp> = {}) =>
        add(fresh(id, { licenses: [sampleLicense({ key: id, validTo: NOW + days * DAY })], ...more }));
      await running('100', 20);
      await running('101', -3);
      await running('102', 10);
      await running('103', 10);
      await running('104', 1, { isActive: false });
      await running('105', 1, { status: 'rejected' });
      await add(fresh('106', { licenses: [sampleLicense({ key: '106', isSwitchedOn: false })] }));
      const list = { of: 'running-out', before: NOW + 20 * DAY } as const;
      expect((await walk((page) => store.list(list, page), 2)).flat()).toEqual(['101', '102', '103']);
      const later = { ...list, before: list.before + 1 };
      expect((await walk((page) => store.list(later, page))).flat()).toEqual(['101', '102', '103', '100']);
    });

    test('removes a MISP from a list that it no longer belongs to', async () => {
      const misp = await add(fresh('100', { licenses: [sampleLicense({ key: '100', validTo: NOW + DAY })] }));
      const list = { of: 'running-out', before: NOW + 2 * DAY } as const;
      expect((await store.list(list, {})).misps).toHaveLength(1);
      await store.commit(misp, next(misp, { status: 'rejected' }), newRow());
      expect((await store.list(list, {})).misps).toEqual([]);
      expect((await store.list({ of: 'approved', order: 'oldest' }, {})).misps).toEqual([]);
      expect((await store.list({ of: 'rejected', order: 'oldest' }, {})).misps).toMatchObject([{ id: '100' }]);
    });

    test('lists and finds a MISP in its state after a change', async () => {
      const misp = await add(fresh('100', { name: 'Old' }));
      await store.commit(misp, next(misp, { name: 'New', isActive: false }), newRow());
      expect((await store.list(ALL, {})).misps).toMatchObject([{ id: '100', name: 'New', isActive: false }]);
      expect((await store.list({ of: 'name', prefix: 'old' }, {})).misps).toEqual([]);
      expect((await store.list({ of: 'name', prefix: 'new' }, {})).misps).toMatchObject([{ id: '100' }]);
    });
  });
}
