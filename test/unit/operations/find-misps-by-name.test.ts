import { describe, expect, test } from '@jest/globals';
import { sampleMisp } from '../../support/sample-misp.ts';
import { answered, InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

interface FindAnswer {
  readonly metadata: { readonly nextCursor: string } | null;
  readonly response: readonly { readonly misp: { readonly name: string } }[] | null;
}

const names = ['celltel north', 'Celltel', 'CELLTEL  South', 'Acme_1', 'Acme%2', 'acme*3', '\u00c9clair', 'Zeta'];
const cursorOf = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

function serving() {
  const service = new InMemoryService();
  names.forEach((name, index) => {
    service.store.seed(sampleMisp({ id: String(100 + index), name }));
  });
  const find = async (orgName: string, query?: Record<string, string>) => {
    const answer = await service.send('find-misps-by-name', { path: { orgName }, ...(query ? { query } : {}) });
    const json = answer.json as FindAnswer;
    return { ...answer, json, names: json.response?.map(({ misp }) => misp.name), next: json.metadata?.nextCursor };
  };
  return { service, store: service.store, find };
}

describe('find MISPs by name', () => {
  test.each([
    ['Celltel', ['Celltel', 'celltel north', 'CELLTEL  South']],
    ['cELL', ['Celltel', 'celltel north', 'CELLTEL  South']],
    ['\uff23ell', ['Celltel', 'celltel north', 'CELLTEL  South']],
    ['  celltel \u2003 s', ['CELLTEL  South']],
    ['Cell\u200btel', ['Celltel', 'celltel north', 'CELLTEL  South']],
    ['e\u0301C', ['\u00c9clair']],
    ['Zeta', ['Zeta']],
  ])('finds by the prefix %j: %j, in the order of the name', async (prefix, found) => {
    const { find } = serving();
    const answer = await find(prefix);
    expect(answer.status).toBe(200);
    expect(answer.names).toEqual(found);
  });

  test.each([
    ['acme_', ['Acme_1']],
    ['acme%', ['Acme%2']],
    ['acme*', ['acme*3']],
    ['acme?', undefined],
    ['.*', undefined],
    ['%', undefined],
    ['elltel', undefined],
  ])('treats no character as a wildcard: %j', async (prefix, found) => {
    expect((await serving().find(prefix)).names).toEqual(found);
  });

  test('leaves 119, 209', async () => {
    const { service, store, find } = serving();
    const answer = await find('Zeta');
    expect(answer.json).toMatchObject({ ...NO_ECHO, metadata: null, errors: [] });
    expect(service.lastTrail).toEqual(['119', '209']);
    expect(store.rows[0]).toMatchObject({ outcome: 'success' });
    expect(store.rows[0]).not.toHaveProperty('mispId');
    expect(store.calls).toEqual(['list', 'putRow']);
  });

  test('answers "nothing found" if no name has the prefix: 119, 410', async () => {
    const { service, store, find } = serving();
    const answer = await find('Nobody');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_409', 'No MISP details found', NO_ECHO));
    expect(service.lastTrail).toEqual(['119', '410-search']);
    expect(store.rows[0]).toMatchObject({ outcome: 'PMS_MSP_409' });
  });

  test.each([
    ['a control character', 'cell\u0001'],
    ['a line break', 'cell\n'],
    ['an override', '\u202ecell'],
    ['a noncharacter', 'cell\uffff'],
    ['half a surrogate pair', 'cell\ud83d'],
    ['more characters than a name can have', 'c'.repeat(129)],
    ['more bytes than the keys allow', '\ufdfa'.repeat(100)],
  ])('finds nothing for a prefix with %s, without a read', async (_, prefix) => {
    const { service, store, find } = serving();
    expect((await find(prefix)).json).toEqual(refused('PMS_MSP_409', 'No MISP details found', NO_ECHO));
    expect(service.lastTrail).toEqual(['119', '410-search']);
    expect(store.calls).toEqual(['putRow']);
  });

  test('finds all with a prefix of only white space', async () => {
    expect((await serving().find(' ')).names).toHaveLength(names.length);
  });

  test('is read page by page, every MISP once, and ends with an empty page', async () => {
    const { service, find } = serving();
    const first = await find('cell', { limit: '2' });
    expect(first.names).toEqual(['Celltel', 'celltel north']);
    expect(JSON.parse(Buffer.from(first.next!, 'base64url').toString())).toEqual(['name', 'celltel north', '100']);
    const second = await find('cell', { limit: '1', cursor: first.next! });
    expect(second.names).toEqual(['CELLTEL  South']);
    const third = await find('cell', { limit: '1', cursor: second.next! });
    expect(third.json).toEqual(answered([], NO_ECHO));
    expect(service.lastTrail).toEqual(['119', '209']);
  });

  test('refuses any cursor if no name can have the prefix', async () => {
    const { store, find } = serving();
    const answer = await find('cell\u0001', { cursor: cursorOf(['name', 'cell\u0001', '100']) });
    expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - cursor', NO_ECHO));
    expect(store.calls).toEqual([]);
  });

  test('finds a name by a prefix that ends in a sigma within its word', async () => {
    const { store, find } = serving();
    store.seed(sampleMisp({ id: '120', name: '\u039f\u0394\u039f\u03a3\u0395\u0391\u03a3' }));
    expect((await find('\u039f\u0394\u039f\u03a3')).names).toEqual(['\u039f\u0394\u039f\u03a3\u0395\u0391\u03a3']);
  });

  test.each([
    ['of another prefix', ['name', 'zeta', '107']],
    ['of a name that is not normalized', ['name', 'Celltel', '101']],
    ['of a name with a control character', ['name', 'celltel\u0001', '101']],
    ['of a name longer than any', ['name', `celltel${'x'.repeat(900)}`, '101']],
    ['of an illegal id', ['name', 'celltel', 'x'.repeat(1200)]],
    ['of an id that is a phone number', ['name', 'celltel', '919876543210']],
    ['without the name of the list', ['celltel', '101']],
    ['of the list', ['all oldest', '2026-03-01T10:20:30.456Z', '100']],
  ])('refuses a cursor %s', async (_, content) => {
    const { store, find } = serving();
    const answer = await find('cell', { cursor: cursorOf(content) });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - cursor', NO_ECHO));
    expect(store.calls).toEqual([]);
  });

  test('accepts a cursor of the same list with another prefix', async () => {
    const { find } = serving();
    const { next } = await find('cell', { limit: '2' });
    expect((await find('celltel', { cursor: next! })).names).toEqual(['CELLTEL  South']);
  });

  test('refuses limits out of bounds', async () => {
    const answer = await serving().find('cell', { limit: '501' });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_002', 'Invalid Input Parameter - limit', NO_ECHO));
  });
});
