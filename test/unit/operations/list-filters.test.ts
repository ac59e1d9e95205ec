import { describe, expect, test } from '@jest/globals';
import type { License, Misp } from '../../../functions/domain/misp.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { answered, InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

type Query = Readonly<Record<string, string>>;

interface ListAnswer {
  readonly metadata: { readonly nextCursor: string } | null;
  readonly response: readonly { readonly misp: { readonly id: string } }[] | null;
}

const iso = (at: number) => new Date(at).toISOString();

/** A licence that ends this many days from now. */
const ending = (number: number, days: number, more: Partial<License> = {}) =>
  sampleLicense({ key: sampleKey(number), validTo: NOW + days * DAY, ...more });

/** MISPs in every state: registered in the order of their ids, with names and ends in other orders. */
const population: readonly Partial<Misp>[] = [
  { id: '100', name: 'Zebra', licenses: [ending(100, 40)] },
  { id: '101', name: 'Celltel', status: 'Inprogress' },
  { id: '102', name: 'celltel / north', licenses: [ending(102, 10), ending(112, 3)] },
  { id: '103', name: '100% Telecom?', status: 'rejected', licenses: [ending(103, 5, { isSwitchedOn: false })] },
  { id: '104', name: 'Acme', licenses: [ending(104, -3)] },
  { id: '105', name: 'Bell', isActive: false, licenses: [ending(105, 5)] },
  { id: '106', name: 'Cellar', licenses: [ending(106, 5, { isSwitchedOn: false })] },
  { id: '107', name: 'Dell', status: 'Inprogress' },
  { id: '108', name: 'a/b', licenses: [ending(108, 10)] },
  // Its licence is older than the rejection, and still on.
  { id: '109', name: 'Eve', status: 'rejected', licenses: [ending(109, 5)] },
];

function serving() {
  const service = new InMemoryService();
  population.forEach((misp, number) => {
    service.store.seed(sampleMisp({ ...misp, createdAt: NOW - DAY + number }));
  });
  const ask = async (operation: 'list-misps' | 'find-misps-by-name', path: Query, query: Query) => {
    const answer = await service.send(operation, { path, query });
    const json = answer.json as ListAnswer;
    return { ...answer, json, ids: json.response?.map(({ misp }) => misp.id), next: json.metadata?.nextCursor };
  };
  const list = (query: Query) => ask('list-misps', {}, query);
  const find = (orgName: string, query: Query = {}) => ask('find-misps-by-name', { orgName }, query);
  /** All pages of this many MISPs, one after the other. */
  const walk = async (query: Query, limit: number) => {
    const pages: (readonly string[] | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ ...query, limit: String(limit), ...(cursor === undefined ? {} : { cursor }) });
      pages.push(page.ids);
      cursor = page.next;
    } while (cursor !== undefined);
    return pages;
  };
  return { service, store: service.store, list, find, walk };
}

/** The faults in a problem, parameter by parameter. */
async function faultsOf(query: Query): Promise<readonly string[]> {
  const { service } = serving();
  const answer = await service.send('list-misps', { query, headers: { accept: 'application/problem+json' } });
  const { errors } = answer.json as { readonly errors?: readonly { pointer: string; reason: string }[] };
  return (errors ?? []).map(({ pointer, reason }) => `${pointer} ${reason}`);
}

const approved = ['100', '102', '104', '105', '106', '108'];

describe('the filter by status', () => {
  test.each<[string, readonly string[]]>([
    ['approved', approved],
    ['Approved', approved],
    ['APPROVED', approved],
    ['rejected', ['103', '109']],
    ['ReJeCtEd', ['103', '109']],
    ['Inprogress', ['101', '107']],
    ['inprogress', ['101', '107']],
    ['INPROGRESS', ['101', '107']],
    ['InProgress', ['101', '107']],
  ])('%s: oldest registration first', async (status, ids) => {
    expect((await serving().list({ status })).ids).toEqual(ids);
  });

  test('is read page by page, in either order', async () => {
    const { walk } = serving();
    expect(await walk({ status: 'approved' }, 2)).toEqual([['100', '102'], ['104', '105'], ['106', '108'], []]);
    expect(await walk({ status: 'approved', order: 'newest' }, 4)).toEqual([
      ['108', '106', '105', '104'],
      ['102', '100'],
    ]);
  });

  test('leaves the trail of the list, and reads once: 116, 207', async () => {
    const { service, store, list } = serving();
    await list({ status: 'rejected' });
    expect(service.lastTrail).toEqual(['116', '207']);
    expect(store.calls).toEqual(['list', 'putRow']);
    expect(store.rows[0]).not.toHaveProperty('mispId');
  });

  test('finds nothing if none has the status: 116, 409', async () => {
    const service = new InMemoryService();
    service.store.seed(sampleMisp());
    const answer = await service.send('list-misps', { query: { status: 'rejected' } });
    expect(answer.json).toEqual(refused('PMS_MSP_409', 'No MISP details found', NO_ECHO));
    expect(service.lastTrail).toEqual(['116', '409']);
  });

  test('shows a MISP under its new status once it has changed', async () => {
    const { service, list } = serving();
    await service.send('process-misp-status', { path: { mispId: '104' }, request: { mispStatus: 'rejected' } });
    expect((await list({ status: 'approved' })).ids).toEqual(approved.filter((id) => id !== '104'));
    expect((await list({ status: 'rejected' })).ids).toEqual(['103', '104', '109']);
  });
});

describe('order=newest', () => {
  test.each(['newest', 'Newest', 'NEWEST'])('%s: newest registration first', async (order) => {
    const ids = population.map(({ id }) => id).reverse();
    expect((await serving().list({ order })).ids).toEqual(ids);
  });

  test('is read page by page', async () => {
    expect(await serving().walk({ order: 'newest' }, 4)).toEqual([
      ['109', '108', '107', '106'],
      ['105', '104', '103', '102'],
      ['101', '100'],
    ]);
  });

  test('shows no MISP registered after the first page', async () => {
    const { store, list } = serving();
    const first = await list({ order: 'newest', limit: '8' });
    store.seed(sampleMisp({ id: '110', name: 'New', createdAt: NOW }));
    expect((await list({ order: 'newest', cursor: first.next! })).ids).toEqual(['101', '100']);
  });
});

describe('the filter expiringBefore', () => {
  const within = (days: number) => ({ expiringBefore: iso(NOW + days * DAY) });

  test('shows MISPs that run out, soonest first, and at equal times by id', async () => {
    expect((await serving().list(within(60))).ids).toEqual(['104', '102', '108', '100']);
  });

  test('includes those that have run out', async () => {
    expect((await serving().list(within(0))).ids).toEqual(['104']);
    expect((await serving().list({ expiringBefore: '9999-12-31T23:59:59.999Z' })).ids).toEqual([
      ...['104', '102', '108', '100'],
    ]);
  });

  test('excludes those that run out exactly then', async () => {
    const { list } = serving();
    expect((await list(within(40))).ids).toEqual(['104', '102', '108']);
    expect((await list({ expiringBefore: iso(NOW + 40 * DAY + 1) })).ids).toEqual(['104', '102', '108', '100']);
    expect((await list(within(10))).ids).toEqual(['104']);
  });

  test('shows neither de-active nor rejected MISPs, nor those whose licences are switched off', async () => {
    const { service, list } = serving();
    const patch = (path: string, fields: object) =>
      service.send(path === 'status' ? 'process-misp-status' : 'update-misp-status', {
        path: { mispId: '102' },
        request: fields,
      });
    await patch('activity', { mispStatus: 'De-active' });
    expect((await list(within(60))).ids).toEqual(['104', '108', '100']);
    await patch('activity', { mispStatus: 'Active' });
    expect((await list(within(60))).ids).toEqual(['104', '102', '108', '100']);
    await patch('status', { mispStatus: 'rejected' });
    expect((await list(within(60))).ids).toEqual(['104', '108', '100']);
    await service.send('update-license-key-status', {
      path: { mispId: '108' },
      request: { mispLicenseKey: sampleKey(108), mispLicenseKeyStatus: 'De-active' },
    });
    expect((await list(within(60))).ids).toEqual(['104', '100']);
  });

  test('goes by the licence that ends last', async () => {
    const { service, list } = serving();
    await service.send('change-license-validity', {
      path: { mispId: '102' },
      request: { mispLicenseKey: sampleKey(112), validTo: iso(NOW + 50 * DAY) },
    });
    expect((await list(within(60))).ids).toEqual(['104', '108', '100', '102']);
    expect((await list(within(45))).ids).toEqual(['104', '108', '100']);
  });

  // MISP 104 ran out on that day at 10:20:30.456.
  test.each<[string, readonly string[] | undefined]>([
    ['2026-02-26T10:20:30.457Z', ['104']],
    ['2026-02-26T10:20:30.457', ['104']],
    ['2026-02-26T10:20:31', ['104']],
    ['2026-02-26t10:20:31z', ['104']],
    ['2026-02-26T10:20:30.5', ['104']],
    ['2026-02-26T15:50:30.457+05:30', ['104']],
    ['2026-02-26T02:20:30.457-08:00', ['104']],
    ['2026-02-26T10:20:30.456Z', undefined],
    ['2026-02-26T10:20:30', undefined],
    ['2026-02-26T15:50:30.456+05:30', undefined],
    ['0000-01-01T00:00:00Z', undefined],
  ])('accepts the time %s', async (expiringBefore, ids) => {
    const answer = await serving().list({ expiringBefore });
    expect(answer.status).toBe(200);
    expect(answer.ids).toEqual(ids);
  });

  test('is read page by page, and continues with a changed bound', async () => {
    const { walk, list } = serving();
    expect(await walk(within(60), 2)).toEqual([['104', '102'], ['108', '100'], []]);
    const first = await list({ ...within(30), limit: '2' });
    expect((await list({ ...within(60), cursor: first.next! })).ids).toEqual(['108', '100']);
  });
});

describe('the filter by name', () => {
  test.each<[string, readonly string[] | undefined]>([
    ['cell', ['106', '101', '102']],
    ['CELLTEL', ['101', '102']],
    ['celltel /', ['102']],
    ['celltel / N', ['102']],
    ['a/', ['108']],
    ['100%', ['103']],
    ['100% telecom?', ['103']],
    ['100?', undefined],
    ['%', undefined],
    ['.', undefined],
  ])('finds by the prefix %j: %j', async (name, ids) => {
    const answer = await serving().list({ name });
    expect(answer.ids).toEqual(ids);
  });

  test.each(['', ' ', '\u200b'])('%j finds all, in the order of the name', async (name) => {
    expect((await serving().list({ name })).ids).toEqual([
      ...['103', '108', '104', '105', '106', '101', '102', '107', '109', '100'],
    ]);
  });

  test('is read page by page', async () => {
    expect(await serving().walk({ name: 'cell' }, 2)).toEqual([['106', '101'], ['102']]);
  });

  test('leaves the trail of the list, not of the search: 116, 207', async () => {
    const { service, list } = serving();
    await list({ name: 'cell' });
    expect(service.lastTrail).toEqual(['116', '207']);
  });

  test.each([
    ['a control character', 'cell\u0001'],
    ['half a surrogate pair', 'cell\ud83d'],
    ['more characters than a name can have', 'c'.repeat(129)],
    ['more bytes than the keys allow', '\ufdfa'.repeat(100)],
  ])('finds nothing for a name with %s, without a read', async (_, name) => {
    const { service, store, list } = serving();
    expect((await list({ name })).json).toEqual(refused('PMS_MSP_409', 'No MISP details found', NO_ECHO));
    expect(service.lastTrail).toEqual(['116', '409']);
    expect(store.calls).toEqual(['putRow']);
    const cursor = (await list({ name: 'cell', limit: '1' })).next!;
    expect((await list({ name, cursor })).status).toBe(400);
  });
});

describe('invalid queries', () => {
  const soon = iso(NOW + DAY);

  test.each<[Query, readonly string[]]>([
    // Unknown words.
    [{ status: '' }, ['/status blank']],
    [{ status: ' ' }, ['/status blank']],
    [{ status: 'active' }, ['/status not-allowed']],
    [{ status: 'approved ' }, ['/status not-allowed']],
    [{ status: 'approved,rejected' }, ['/status not-allowed']],
    [{ status: 'in progress' }, ['/status not-allowed']],
    [{ status: 'approve' }, ['/status not-allowed']],
    [{ order: '' }, ['/order blank']],
    [{ order: 'oldest' }, ['/order not-allowed']],
    [{ order: 'newest first' }, ['/order not-allowed']],
    [{ status: 'approved', order: 'desc' }, ['/order not-allowed']],
    // Invalid times.
    [{ expiringBefore: '' }, ['/expiringBefore wrong-type']],
    [{ expiringBefore: 'tomorrow' }, ['/expiringBefore wrong-type']],
    [{ expiringBefore: '2026-03-01' }, ['/expiringBefore wrong-type']],
    [{ expiringBefore: '2026-02-30T00:00:00Z' }, ['/expiringBefore wrong-type']],
    [{ expiringBefore: String(NOW) }, ['/expiringBefore wrong-type']],
    // An unencoded plus is a space.
    [{ expiringBefore: '2026-03-01T15:50:30 05:30' }, ['/expiringBefore wrong-type']],
    // In UTC their years do not have four digits.
    [{ expiringBefore: '9999-12-31T23:59:59.999-00:01' }, ['/expiringBefore out-of-range']],
    [{ expiringBefore: '0000-01-01T00:00:00+00:01' }, ['/expiringBefore out-of-range']],
    // Two filters, or an order with a filter that has its own.
    [{ status: 'approved', name: 'a' }, ['/name not-allowed']],
    [{ status: 'approved', name: '' }, ['/name not-allowed']],
    [{ status: 'approved', name: 'a\u0001' }, ['/name not-allowed']],
    [{ status: 'approved', expiringBefore: soon }, ['/expiringBefore not-allowed']],
    [{ name: 'a', expiringBefore: soon }, ['/name not-allowed']],
    [{ name: 'a', status: 'approved', expiringBefore: soon }, ['/expiringBefore not-allowed', '/name not-allowed']],
    [{ name: 'a', order: 'newest' }, ['/order not-allowed']],
    [{ name: '', order: 'newest' }, ['/order not-allowed']],
    [{ name: 'a\u0001', order: 'newest' }, ['/order not-allowed']],
    [{ expiringBefore: soon, order: 'newest' }, ['/order not-allowed']],
    [{ order: 'newest', name: 'a', expiringBefore: soon }, ['/name not-allowed', '/order not-allowed']],
    [{ status: 'approved', name: 'a', order: 'newest' }, ['/name not-allowed']],
    // Each parameter separately, in the order of the contract.
    [
      { limit: '0', order: 'x', name: 'a', expiringBefore: 'x', status: 'x' },
      [
        ...['/status not-allowed', '/expiringBefore wrong-type', '/name not-allowed', '/order not-allowed'],
        '/limit out-of-range',
      ],
    ],
    [{ status: 'x', cursor: ' ' }, ['/status not-allowed', '/cursor blank']],
    [{ limit: '0', name: 'a', status: 'approved' }, ['/name not-allowed', '/limit out-of-range']],
    [{ expiringBefore: 'x', order: 'newest' }, ['/expiringBefore wrong-type', '/order not-allowed']],
    [{ limit: '0', status: 'approved', cursor: 'abc' }, ['/limit out-of-range', '/cursor not-allowed']],
    // Which list the cursor must be of is open.
    [{ status: 'x', cursor: 'abc' }, ['/status not-allowed']],
    [{ status: 'approved', name: 'a', cursor: 'abc' }, ['/name not-allowed']],
  ])('%j: %j', async (query, faults) => {
    expect(await faultsOf(query)).toEqual(faults);
  });

  test('leaves no record, reads nothing, and reports the name of the parameter', async () => {
    const { store, list } = serving();
    const answer = await list({ status: 'x' });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - status', NO_ECHO));
    expect(store.calls).toEqual([]);
    expect(store.rows).toEqual([]);
  });

  test('does not include unknown parameters, which are ignored', async () => {
    const { list } = serving();
    expect((await list({ Status: 'rejected', orgName: 'cell', sort: 'x' })).ids).toHaveLength(population.length);
    expect((await serving().find('cell', { status: 'x', order: 'x' })).ids).toEqual(['106', '101', '102']);
  });
});

describe('a cursor', () => {
  const soon = iso(NOW + 60 * DAY);
  /** Every list, each with another name; two with the same name are the same list. */
  const lists: readonly (readonly [list: string, query: Query | string])[] = [
    ['all', {}],
    ['all, newest', { order: 'newest' }],
    ['Inprogress', { status: 'Inprogress' }],
    ['Inprogress, newest', { status: 'inprogress', order: 'newest' }],
    ['approved', { status: 'approved' }],
    ['approved, newest', { status: 'Approved', order: 'newest' }],
    ['rejected', { status: 'rejected' }],
    ['rejected, newest', { status: 'REJECTED', order: 'Newest' }],
    ['running out', { expiringBefore: soon }],
    ['names', { name: '' }],
    // The search is the same list as the filter.
    ['names', ' '],
  ];
  const firstPage = async (of: Query | string) => {
    const { list, find } = serving();
    return typeof of === 'string' ? find(of, { limit: '1' }) : list({ ...of, limit: '1' });
  };
  const pairs = lists.flatMap(([from, given]) => lists.map(([to, asked]) => [from, to, given, asked] as const));

  test.each(pairs)('of %s, in %s', async (from, to, given, asked) => {
    const { next } = await firstPage(given);
    const { store, list, find } = serving();
    const answer = await (typeof asked === 'string'
      ? find(asked, { cursor: next! })
      : list({ ...asked, cursor: next! }));
    if (from === to) {
      expect(answer.status).toBe(200);
      expect(answer.ids?.length).toBeGreaterThan(0);
      return;
    }
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - cursor', NO_ECHO));
    expect(store.calls).toEqual([]);
  });

  test('has only the name of its list and a position', async () => {
    const opened = async (query: Query | string) =>
      JSON.parse(Buffer.from((await firstPage(query)).next!, 'base64url').toString());
    const registered = (number: number) => iso(NOW - DAY + number);
    expect(await Promise.all(lists.map(([, query]) => opened(query)))).toEqual([
      ['all oldest', registered(0), '100'],
      ['all newest', registered(9), '109'],
      ['Inprogress oldest', registered(1), '101'],
      ['Inprogress newest', registered(7), '107'],
      ['approved oldest', registered(0), '100'],
      ['approved newest', registered(8), '108'],
      ['rejected oldest', registered(3), '103'],
      ['rejected newest', registered(9), '109'],
      ['running-out', iso(NOW - 3 * DAY), '104'],
      ['name', '100% telecom?', '103'],
      ['name', '100% telecom?', '103'],
    ]);
  });

  const cursorOf = (...parts: readonly string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

  test.each<[string, Query, readonly string[]]>([
    ['after the bound', { expiringBefore: soon }, ['running-out', soon, '100']],
    ['at an invalid time', { expiringBefore: soon }, ['running-out', '2026', '100']],
    ['of another prefix', { name: 'cell' }, ['name', 'bell', '105']],
    ['of an impossible name', { name: 'cell' }, ['name', 'cell\u0001', '101']],
  ])('%s is not of the list', async (_, query, parts) => {
    expect((await serving().list({ ...query, cursor: cursorOf(...parts) })).status).toBe(400);
  });

  test('if forged leads at most to another place in the same list', async () => {
    const { list } = serving();
    const forged = cursorOf('rejected oldest', iso(NOW - DAY + 5), 'zzz');
    expect((await list({ status: 'rejected', cursor: forged })).ids).toEqual(['109']);
    const end = cursorOf('approved newest', '1970-01-01T00:00:00.000Z', '1');
    expect((await list({ status: 'approved', order: 'newest', cursor: end })).json).toEqual(answered([], NO_ECHO));
  });
});
