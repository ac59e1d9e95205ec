import { describe, expect, test } from '@jest/globals';
import type { MispList, MispWithLicenses } from '../../../client/src/index.ts';
import { broken, fromGateway, page, problem, scripted } from './scripted-service.ts';

const nothing = () => problem(404, 'nothing-found', 'PMS_MSP_409');
const idsOf = async (list: AsyncIterable<MispWithLicenses>) => {
  const ids: string[] = [];
  for await (const { misp } of list) ids.push(misp.id);
  return ids;
};
const pagesOf = async (list: MispList) => {
  const pages: (readonly string[])[] = [];
  for await (const { misps } of list.pages()) pages.push(misps.map(({ misp }) => misp.id));
  return pages;
};
const queryOf = ({ url }: { readonly url: string }) => Object.fromEntries(new URL(url).searchParams);

describe('a list', () => {
  test('is read to its end, including an empty page after a cursor', async () => {
    const { client, sent } = scripted([page(['100', '101'], 'c1'), page([], 'c2'), page(['102'], 'c3'), page([])]);
    expect(await idsOf(client.listMisps({ status: 'approved', limit: 2 }))).toEqual(['100', '101', '102']);
    const asked = { status: 'approved', limit: '2' };
    expect(sent.map(queryOf)).toEqual([
      asked,
      { ...asked, cursor: 'c1' },
      { ...asked, cursor: 'c2' },
      { ...asked, cursor: 'c3' },
    ]);
  });

  test('is read page by page', async () => {
    const { client } = scripted([page(['100'], 'c1'), page([], 'c2'), page(['101'])]);
    expect(await pagesOf(client.listMisps())).toEqual([['100'], [], ['101']]);
  });

  test('has a cursor to continue, and continues there', async () => {
    const { client, sent } = scripted([page(['100'], 'c1'), page(['101'])]);
    const cursors: (string | undefined)[] = [];
    for await (const { nextCursor, requestId } of client.listMisps().pages()) {
      expect(requestId).toBe('JKJaXmPLvHcESHA=');
      cursors.push(nextCursor);
      break;
    }
    expect(sent).toHaveLength(1);
    expect(await idsOf(client.listMisps({ cursor: String(cursors[0]) }))).toEqual(['101']);
    expect(queryOf(sent[1]!)).toEqual({ cursor: 'c1' });
  });

  test('without results has no MISPs', async () => {
    const { client } = scripted([nothing(), nothing()]);
    expect(await idsOf(client.listMisps())).toEqual([]);
    expect(await pagesOf(client.findMispsByName('Cell'))).toEqual([]);
  });

  test('is fetched only during an iteration, and again for each one', async () => {
    const { client, sent } = scripted([page(['100'], 'c1'), page(['100'])]);
    const list = client.findMispsByName('Cell Tel & Co', { limit: 1 });
    expect(sent).toHaveLength(0);
    for await (const _ of list) break;
    expect(sent).toHaveLength(1);
    expect(await idsOf(list)).toEqual(['100']);
    expect(sent.map(({ url }) => new URL(url).pathname.split('/').at(-1))).toEqual([
      'Cell%20Tel%20%26%20Co',
      'Cell%20Tel%20%26%20Co',
    ]);
  });

  test('continues after a broken connection without showing anything twice', async () => {
    const { client } = scripted([page(['100'], 'c1'), broken(), page(['101'])]);
    expect(await idsOf(client.listMisps())).toEqual(['100', '101']);
  });

  test('ends at an error, which is thrown', async () => {
    const { client } = scripted([page(['100'], 'c1'), fromGateway(403)]);
    const seen: string[] = [];
    const walk = async () => {
      for await (const { misp } of client.listMisps()) seen.push(misp.id);
    };
    await expect(walk()).rejects.toMatchObject({ name: 'MispCallError', error: { kind: 'gateway', status: 403 } });
    expect(seen).toEqual(['100']);
  });

  test('ends at an error in the envelope, too, with its code', async () => {
    const envelope = new Response('{"response":null,"metadata":null,"errors":[{"errorCode":"PMS_MSP_409"}]}');
    const walk = idsOf(scripted([envelope]).client.listMisps());
    await expect(walk).rejects.toMatchObject({ error: { kind: 'unknown', status: 200, code: 'PMS_MSP_409' } });
  });

  test.each(['null', '""'])('ends at a cursor of %s', async (cursor) => {
    const last = new Response(`{"response":[{"misp":{"id":"100"}}],"metadata":{"nextCursor":${cursor}},"errors":[]}`);
    expect(await idsOf(scripted([last]).client.listMisps())).toEqual(['100']);
  });

  test.each([[['c1', 'c1']], [['c1', 'c2', 'c1']], [['c1', 'c2', 'c3', 'c1']]])(
    'ends at a cursor that comes twice, as in %j, with an error',
    async (cursors) => {
      const pages = cursors.map((cursor, index) => page([String(100 + index)], cursor));
      const walk = idsOf(scripted(pages).client.listMisps());
      await expect(walk).rejects.toThrow('The list has the same cursor twice');
    },
  );

  test("ends at the caller's own cursor before it shows a page twice", async () => {
    const { client, sent } = scripted([page(['102'], 'c3'), page(['103'], 'c2')]);
    const walk = idsOf(client.listMisps({ cursor: 'c2' }));
    await expect(walk).rejects.toThrow('The list has the same cursor twice');
    expect(sent.map(queryOf)).toEqual([{ cursor: 'c2' }, { cursor: 'c3' }]);
  });

  test('keeps the parameters that it was made with', async () => {
    const { client, sent } = scripted([page(['100'], 'c1'), page(['101'])]);
    const query: { status: 'approved' | 'rejected' } = { status: 'approved' };
    const list = client.listMisps(query);
    query.status = 'rejected';
    expect(await idsOf(list)).toEqual(['100', '101']);
    expect(sent.map(queryOf)).toEqual([{ status: 'approved' }, { status: 'approved', cursor: 'c1' }]);
  });

  test('is not asked for with a text that no query can hold', () => {
    const { client } = scripted([]);
    expect(() => client.listMisps({ name: 'a\ud800' })).toThrow(RangeError);
    expect(() => client.findMispsByName('a', { cursor: '\udfff' })).toThrow(RangeError);
  });

  test('ends at an answer that is no list', async () => {
    const walk = idsOf(scripted([new Response('{"response":{},"errors":[]}')]).client.listMisps());
    await expect(walk).rejects.toMatchObject({ error: { kind: 'unknown', status: 200 } });
  });

  test('ends if the call is aborted', async () => {
    const { client, sent } = scripted([page(['100'], 'c1')]);
    const caller = new AbortController();
    const walk = async () => {
      for await (const _ of client.listMisps({}, { signal: caller.signal })) caller.abort(new Error('enough'));
    };
    await expect(walk()).rejects.toThrow('enough');
    expect(sent).toHaveLength(1);
  });
});
