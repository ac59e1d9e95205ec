import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { approved, done, importable, newName, registered } from '../scenarios/arrangements.ts';
import { importAll } from '../scenarios/imported-items.ts';
import { activityRequest, statusRequest, updateRequest, validityRequest } from '../scenarios/requests.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';

let driver: InProcessDriver;
beforeAll(async () => {
  driver = await startInProcess();
});
afterAll(() => driver.stop());

interface Walk {
  readonly ids: readonly string[];
  readonly pages: number;
}

/** Walks all pages of a list, with an action between two pages. */
async function walk(
  path: string,
  limit: number,
  between: (page: number) => Promise<unknown> = async () => {},
): Promise<Walk> {
  const ids: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const query = `limit=${limit}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { body } = await driver.send({ method: 'GET', path: `${path}${path.includes('?') ? '&' : '?'}${query}` });
    expect(body.errors).toEqual([]);
    expect(body.response.length).toBeLessThanOrEqual(limit);
    ids.push(...body.response.map((entry: { misp: { id: string } }) => entry.misp.id));
    cursor = body.metadata?.nextCursor;
    pages += 1;
    await between(pages);
  } while (cursor !== undefined);
  return { ids, pages };
}

const rename = (id: string, name: string) => done(driver, updateRequest(id, name));
const status = (id: string, word: string) => done(driver, statusRequest(id, word));

describe('walking the list', () => {
  test('while others register, rename and approve shows every MISP that existed throughout exactly once', async () => {
    const existing: string[] = [];
    for (let count = 0; count < 23; count += 1) existing.push(await registered(driver));
    const { ids, pages } = await walk('/misps', 4, async (page) => {
      await registered(driver);
      const [first, middle, last] = [existing[0]!, existing[11]!, existing.at(-1)!];
      await rename(page % 2 === 0 ? first : last, newName('Aaa'));
      await status(middle, page % 2 === 0 ? 'approved' : 'rejected');
    });
    expect(pages).toBeGreaterThanOrEqual(6);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => existing.includes(id))).toEqual(existing);
  });

  test('an empty page follows one that ends exactly at the last MISP', async () => {
    const all = (await walk('/misps', 500)).ids.length;
    const first = await driver.send({ method: 'GET', path: `/misps?limit=${all}` });
    expect(first.body.metadata).toEqual({ nextCursor: expect.any(String) });
    const second = await driver.send({ method: 'GET', path: `/misps?cursor=${first.body.metadata.nextCursor}` });
    expect(second.body).toMatchObject({ response: [], errors: [], metadata: null });
    const trail = await driver.eventsOf(second.requestId);
    expect(trail.map(({ detail }) => detail.eventId)).toEqual(['PMS_MSP_116', 'PMS_MSP_207']);
  });

  test('without a limit a page ends at one megabyte with a cursor for the next', async () => {
    const misps = Array.from({ length: 450 }, () => importable({ status: 'Inprogress', address: 'x'.repeat(2000) }));
    await importAll(driver.tables.misps, driver.client, misps);
    const { body } = await driver.send({ method: 'GET', path: '/misps' });
    const bytes = Buffer.byteLength(JSON.stringify(body));
    expect(body.metadata.nextCursor).toEqual(expect.any(String));
    expect(bytes).toBeGreaterThan(500_000);
    expect(bytes).toBeLessThan(2_000_000);
  });
});

describe('walking a search', () => {
  test('shows every MISP whose name did not change exactly once, in the order of the name', async () => {
    const stem = newName('Zebra');
    const names = Array.from({ length: 11 }, (_, index) => `${stem} ${String(index).padStart(2, '0')}`);
    const ids: string[] = [];
    for (const name of [...names].reverse()) ids.unshift(await registered(driver, name));
    const path = `/misps/name/${encodeURIComponent(stem.toLowerCase())}`;
    const walked = await walk(path, 3, async (page) => {
      await registered(driver, `${stem} new ${page}`);
      await rename(ids[10]!, `${stem} 10 again ${page}`);
    });
    const steady = ids.slice(0, 10);
    expect(walked.ids.filter((id) => steady.includes(id))).toEqual(steady);
  });

  test('ignores case and white space, and treats no character as a wildcard', async () => {
    const stem = newName('Ünïcode  %_*');
    const id = await registered(driver, stem);
    const find = async (prefix: string) => {
      const { body } = await driver.send({ method: 'GET', path: `/misps/name/${encodeURIComponent(prefix)}` });
      return body.response?.map((entry: { misp: { id: string } }) => entry.misp.id) ?? [];
    };
    expect(await find(stem.toUpperCase().replace('  ', '   '))).toEqual([id]);
    expect(await find(`%${stem}`)).toEqual([]);
    expect(await find(stem.replace('%', '_'))).toEqual([]);
  });

  test('a blank prefix finds all', async () => {
    const { body } = await driver.send({ method: 'GET', path: '/misps/name/%20?limit=2' });
    expect(body.response).toHaveLength(2);
  });
});

describe('walking a filter while its MISPs change', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const endOf = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  const end = (id: string, mispLicenseKey: string, days: number) =>
    done(driver, validityRequest(id, { mispLicenseKey }, endOf(days)));
  const approvedOnes = async () => {
    const all: { readonly id: string; readonly key: string }[] = [];
    for (let count = 0; count < 9; count += 1) all.push(await approved(driver));
    return all;
  };

  test.each(['', '&order=newest'])('by status shows each MISP that keeps its status once%s', async (order) => {
    const ids = (await approvedOnes()).map(({ id }) => id);
    const walked = await walk(`/misps?status=approved${order}`, 2, async (page) => {
      await status(ids[4]!, page % 2 === 0 ? 'approved' : 'rejected');
      await rename(ids[5]!, newName());
    });
    const steady = ids.filter((id) => id !== ids[4]);
    const shown = walked.ids.filter((id) => steady.includes(id));
    expect(order === '' ? shown : shown.reverse()).toEqual(steady);
    expect(new Set(walked.ids).size).toBe(walked.ids.length);
  });

  test('by expiry shows each MISP that keeps its end once, soonest first', async () => {
    const all = await approvedOnes();
    const ids = all.map(({ id }) => id);
    for (const [place, { id, key }] of all.entries()) await end(id, key, 20 - place);
    const walked = await walk(`/misps?expiringBefore=${endOf(30)}`, 2, async (page) => {
      await end(ids[0]!, all[0]!.key, page % 2 === 0 ? 1 : 25);
      await done(driver, activityRequest(ids[8]!, page % 2 === 0 ? 'Active' : 'De-active'));
      await rename(ids[3]!, newName());
    });
    const steady = ids.slice(1, 8);
    expect(walked.ids.filter((id) => steady.includes(id))).toEqual([...steady].reverse());
  });
});

describe('a tampered cursor', () => {
  const cursorOf = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const code = async (path: string) => {
    const answer = await driver.send({ method: 'GET', path });
    return [answer.status, answer.body.errors[0]?.message];
  };

  test.each([
    ['no base64', '%24%24'],
    ['no JSON', 'aGFsbG8'],
    ['too few parts', cursorOf(['all oldest', '2026-01-01T00:00:00.000Z'])],
    ['another type', cursorOf(['all oldest', 1, 2])],
    ['no registration time', cursorOf(['all oldest', 'MISP#1', '1'])],
    ['an empty id', cursorOf(['all oldest', '2026-01-01T00:00:00.000Z', ''])],
  ])('is a clear 400 (%s)', async (_, cursor) => {
    expect(await code(`/misps?cursor=${cursor}`)).toEqual([400, 'Invalid Input Parameter - cursor']);
  });

  test('cannot leave its search', async () => {
    const cursor = cursorOf(['name', 'zzz', '1']);
    expect(await code(`/misps/name/acme?cursor=${cursor}`)).toEqual([400, 'Invalid Input Parameter - cursor']);
  });

  test('leads at most to another place in the same list', async () => {
    const answer = await driver.send({
      method: 'GET',
      path: `/misps?limit=3&cursor=${cursorOf(['all oldest', '1999-01-01T00:00:00.000Z', 'COUNTER'])}`,
    });
    expect(answer.body.response).toHaveLength(3);
  });

  // DynamoDB refuses a position outside the query, so none may get there.
  test.each([
    ['after the bound', 'expiringBefore=2026-01-01T00:00:00Z', ['running-out', '2026-01-01T00:00:00.000Z', '1']],
    ['of another status', 'status=rejected', ['approved oldest', '2026-01-01T00:00:00.000Z', '1']],
    ['of another prefix', 'name=acme', ['name', 'zzz', '1']],
  ])('cannot leave its filter (%s)', async (_, filter, parts) => {
    expect(await code(`/misps?${filter}&cursor=${cursorOf(parts)}`)).toEqual([400, 'Invalid Input Parameter - cursor']);
  });
});
