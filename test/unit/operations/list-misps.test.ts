import { describe, expect, test } from '@jest/globals';
import { NOW, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { answered, InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

interface ListAnswer {
  readonly metadata: { readonly nextCursor: string } | null;
  readonly response: readonly { readonly misp: { readonly id: string } }[] | null;
  readonly errors: readonly { readonly errorCode: string; readonly message: string }[];
}

const encoded = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
/** A cursor of the list with these parts. */
const cursorOf = (...parts: readonly unknown[]) => encoded(['all oldest', ...parts]);
/** The registration time of the MISP with this number. */
const registered = (number: number) => new Date(NOW + number).toISOString();

/** This many MISPs, each registered a millisecond after the previous one, with names in the opposite order. */
function serving(count: number, options?: ConstructorParameters<typeof InMemoryService>[0]) {
  const service = new InMemoryService(options);
  for (let number = 0; number < count; number += 1) {
    service.store.seed(
      sampleMisp({
        id: String(100 + number),
        name: `Organization ${String(999 - number)}`,
        createdAt: NOW + number,
        licenses: number === 0 ? [sampleLicense()] : [],
      }),
    );
  }
  const list = async (query?: Record<string, string>) => {
    const answer = await service.send('list-misps', query === undefined ? {} : { query });
    const json = answer.json as ListAnswer;
    return { ...answer, json, ids: json.response?.map(({ misp }) => misp.id), next: json.metadata?.nextCursor };
  };
  return { service, store: service.store, list };
}

describe('list MISPs', () => {
  test('answers with all of them in the order of registration: 116, 207', async () => {
    const { service, store, list } = serving(3);
    const answer = await list();
    expect(answer.status).toBe(200);
    expect(answer.ids).toEqual(['100', '101', '102']);
    expect(answer.json).toMatchObject({ ...NO_ECHO, metadata: null, errors: [] });
    expect(answer.json.response?.[0]).toMatchObject({
      misp: { ID: '100', id: '100', status_code: 'approved' },
      misp_licenses: [{ isActive: true, mispLicenseUniqueKey: { misp_id: '100', license_key: sampleLicense().key } }],
    });
    expect(service.lastTrail).toEqual(['116', '207']);
    expect(store.rows[0]).toMatchObject({ outcome: 'success', verdictChanges: [] });
    expect(store.rows[0]).not.toHaveProperty('mispId');
    expect(store.calls).toEqual(['list', 'putRow']);
  });

  test('answers "nothing found" for a list without MISPs: 116, 409', async () => {
    const { service, store, list } = serving(0);
    const answer = await list();
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_409', 'No MISP details found', NO_ECHO));
    expect(service.lastTrail).toEqual(['116', '409']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_409' });
  });

  test('masks keys if configured', async () => {
    const { list } = serving(1, { visibility: 'masked' });
    expect(JSON.stringify((await list()).json)).toContain(`"${'*'.repeat(46)}xxxx"`);
  });

  test('is read page by page, every MISP once', async () => {
    const { list } = serving(7);
    const seen: (readonly string[] | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: '3', ...(cursor === undefined ? {} : { cursor }) });
      seen.push(page.ids);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual([['100', '101', '102'], ['103', '104', '105'], ['106']]);
  });

  test('has a cursor with only a position', async () => {
    const { list } = serving(4);
    const { next, json } = await list({ limit: '2' });
    expect(json.metadata).toEqual({ nextCursor: next });
    expect(next).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(JSON.parse(Buffer.from(next!, 'base64url').toString())).toEqual(['all oldest', registered(1), '101']);
  });

  test('answers an empty page after a cursor as the end of the list: 116, 207', async () => {
    const { service, list } = serving(2);
    const { next } = await list({ limit: '2' });
    const last = await list({ cursor: next! });
    expect(last.json).toEqual(answered([], NO_ECHO));
    expect(service.lastTrail).toEqual(['116', '207']);
  });

  test('ends a page where one read of the store ends, with and without a limit', async () => {
    const { store, list } = serving(5);
    store.pageSize = 2;
    const first = await list();
    expect(first.ids).toEqual(['100', '101']);
    expect((await list({ cursor: first.next!, limit: '4' })).ids).toEqual(['102', '103']);
  });

  test('shows a MISP registered in the meantime on a later page, and none twice', async () => {
    const { store, list } = serving(3);
    const first = await list({ limit: '2' });
    store.seed(sampleMisp({ id: '103', name: 'AAA', createdAt: NOW + 3 }));
    expect((await list({ cursor: first.next! })).ids).toEqual(['102', '103']);
  });

  test('distinguishes MISPs of the same instant', async () => {
    const { store, list } = serving(2);
    store.seed(sampleMisp({ id: '102', name: 'C', createdAt: NOW + 1 }));
    const first = await list({ limit: '2' });
    expect(first.ids).toEqual(['100', '101']);
    expect((await list({ cursor: first.next!, limit: '2' })).ids).toEqual(['102']);
  });

  test.each(['1', '500', '007'])('accepts the limit %s', async (limit) => {
    const { list } = serving(2);
    expect((await list({ limit })).json.errors).toEqual([]);
  });

  test.each(['0', '501', '1000', '-1', '1.5', ' 5', '', 'ten', '1,2', '\u0665'])(
    'refuses the limit %j',
    async (limit) => {
      const { store, list } = serving(2);
      const answer = await list({ limit });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - limit', NO_ECHO));
      expect(store.calls).toEqual([]);
    },
  );

  test('names both the limit and the cursor if both are invalid', async () => {
    const { list } = serving(2);
    const answer = await list({ limit: '0', cursor: '' });
    expect(answer.json.errors.map(({ message }) => message).sort()).toEqual([
      'Invalid Input Parameter - cursor',
      'Invalid Input Parameter - limit',
    ]);
  });

  test.each([
    ['no JSON', 'abc'],
    ['nothing', ''],
    ['too long', 'A'.repeat(2049)],
    ['no list', encoded({ list: 'all oldest', order: registered(0), mispId: '100' })],
    ['a text', encoded('x')],
    ['null', encoded(null)],
    ['only the name of the list', cursorOf()],
    ['no MISP', cursorOf(registered(0))],
    ['one more part', cursorOf(registered(0), '100', 'x')],
    ['no list name', encoded([registered(0), '100'])],
    ['another list', encoded(['name', registered(0), '100'])],
    ['an unknown list', encoded(['all', registered(0), '100'])],
    ['a number for a list', encoded([7, registered(0), '100'])],
    ['a number', cursorOf(registered(0), 100)],
    ['a number for a time', cursorOf(NOW, '100')],
    ['a name for a time', cursorOf('celltel', '100')],
    ['a time without milliseconds', cursorOf('2026-03-01T10:20:30Z', '100')],
    ['text around a time', cursorOf(`x${registered(0)}`, '100')],
    ['text after a time', cursorOf(`${registered(0)}x`, '100')],
    ['no id', cursorOf(registered(0), '')],
    ['a lone surrogate', Buffer.from(`["all oldest","${registered(0)}","\\ud800"]`).toString('base64url')],
    ['an illegal id', cursorOf(registered(0), 'x'.repeat(1200))],
  ])('refuses a cursor with %s', async (_, cursor) => {
    const { store, list } = serving(2);
    const answer = await list({ cursor });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - cursor', NO_ECHO));
    expect(store.calls).toEqual([]);
  });

  test('treats a forged position as another place in the same list', async () => {
    const { list } = serving(4);
    expect((await list({ cursor: cursorOf(registered(1), 'zzz') })).ids).toEqual(['102', '103']);
    expect((await list({ cursor: cursorOf('1970-01-01T00:00:00.000Z', '1') })).ids).toHaveLength(4);
    expect((await list({ cursor: cursorOf('9999-12-31T23:59:59.999Z', '1') })).ids).toEqual([]);
  });
});
