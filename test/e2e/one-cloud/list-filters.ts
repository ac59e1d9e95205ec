import { beforeAll, describe, expect, test } from '@jest/globals';
import { done, registered } from '../../scenarios/arrangements.ts';
import { activityRequest, get, statusRequest, validityRequest } from '../../scenarios/requests.ts';
import { driver } from './cloud.ts';

/** The filters of the list over HTTP, while the table has only these MISPs. */

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** Two names share a prefix up to a character that no path segment can contain. */
const names = ['Zebra Telecom', 'a/b? 100% & more', 'A/B Carrier', 'Bell', 'Cell + Co', 'Dell'] as const;
let zebra: string;
let carriers: readonly [string, string];
let bell: string;
let cell: string;
let dell: string;

const query = (filter: Readonly<Record<string, string | number>>) =>
  `/misps?${Object.entries(filter)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;

/** All pages of two MISPs, one after the other. */
async function walk(filter: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const path = query({ ...filter, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    const { status, body } = await driver.send(get(path));
    expect([status, body.errors]).toEqual([200, []]);
    expect(body.response.length).toBeLessThanOrEqual(2);
    ids.push(...body.response.map(({ misp }: { readonly misp: { readonly id: string } }) => misp.id));
    cursor = body.metadata?.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

test('an empty list leaves 116, 409', async () => {
  const { body, requestId } = await driver.send(get('/misps'));
  expect(body.errors).toEqual([{ errorCode: 'PMS_MSP_409', message: 'No MISP details found' }]);
  const events = await driver.eventsOf(requestId);
  expect(events.map(({ detail }) => detail.eventId)).toEqual(['PMS_MSP_116', 'PMS_MSP_409']);
});

describe('a filter over HTTP', () => {
  beforeAll(async () => {
    const ids: string[] = [];
    for (const name of names) ids.push(await registered(driver, name));
    const [first, second, third, fourth, fifth, sixth] = ids as [string, string, string, string, string, string];
    [zebra, carriers, bell, cell, dell] = [first, [second, third], fourth, fifth, sixth];
    // They run out in a different order from that of their registration.
    for (const [id, days] of [
      [zebra, 40],
      [carriers[0], 20],
      [carriers[1], 10],
      [bell, 5],
    ] as const) {
      const { body } = await done(driver, statusRequest(id, 'approved'));
      const { licenseKeyHash } = body.response;
      await done(driver, validityRequest(id, { licenseKeyHash }, inDays(days)));
    }
    await done(driver, activityRequest(bell, 'De-active'));
    await done(driver, statusRequest(cell, 'rejected'));
  }, 60_000);

  describe('page by page', () => {
    test('none, in either order', async () => {
      const all = [zebra, ...carriers, bell, cell, dell];
      expect(await walk({})).toEqual(all);
      expect(await walk({ order: 'newest' })).toEqual(all.toReversed());
    });

    test('status, in either order, in any case', async () => {
      expect(await walk({ status: 'APPROVED' })).toEqual([zebra, ...carriers, bell]);
      expect(await walk({ status: 'approved', order: 'Newest' })).toEqual([bell, ...carriers.toReversed(), zebra]);
      expect(await walk({ status: 'rejected' })).toEqual([cell]);
      expect(await walk({ status: 'inprogress' })).toEqual([dell]);
    });

    test('expiringBefore, soonest first, without the de-active one', async () => {
      expect(await walk({ expiringBefore: inDays(90) })).toEqual([carriers[1], carriers[0], zebra]);
      expect(await walk({ expiringBefore: inDays(30) })).toEqual([carriers[1], carriers[0]]);
      const inIndia = `${new Date(Date.now() + 15 * DAY_MS + 5.5 * 60 * 60 * 1000).toISOString().slice(0, -1)}+05:30`;
      expect(await walk({ expiringBefore: inIndia })).toEqual([carriers[1]]);
    });

    test('name, with any characters', async () => {
      expect(await walk({ name: 'a/b' })).toEqual([carriers[1], carriers[0]]);
      expect(await walk({ name: 'A/B? 100% & ' })).toEqual([carriers[0]]);
      expect(await walk({ name: 'cell +' })).toEqual([cell]);
      expect(await walk({ name: '' })).toEqual([carriers[1], carriers[0], bell, cell, dell, zebra]);
    });
  });

  describe('invalid queries', () => {
    const refusal = async (path: string) => {
      const { status, requestId, body } = await driver.send(get(path));
      expect(await driver.eventsOf(requestId)).toEqual([]);
      return [status, ...body.errors.map(({ message }: { readonly message: string }) => message)];
    };

    test.each([
      ['status=active', 'status'],
      ['status=', 'status'],
      // Two values of one parameter arrive joined, as one text.
      ['status=approved&status=rejected', 'status'],
      ['order=oldest', 'order'],
      ['expiringBefore=2026-03-01', 'expiringBefore'],
      // An unencoded plus is a space.
      ['expiringBefore=2026-03-01T00:00:00+05:30', 'expiringBefore'],
      ['status=approved&name=a', 'name'],
      ['name=a&order=newest', 'order'],
    ])('%s', async (text, name) => {
      expect(await refusal(`/misps?${text}`)).toEqual([400, `Invalid Input Parameter - ${name}`]);
    });

    test('a cursor of another list; but one of the search is valid for the filter by name', async () => {
      const cursorOf = async (path: string) => (await driver.send(get(path))).body.metadata.nextCursor as string;
      const ofStatus = await cursorOf(query({ status: 'approved', limit: 1 }));
      const other = [400, 'Invalid Input Parameter - cursor'];
      const others: readonly Readonly<Record<string, string>>[] = [
        {},
        { order: 'newest' },
        { status: 'rejected' },
        { expiringBefore: inDays(90) },
        { name: '' },
      ];
      for (const filter of others) {
        expect(await refusal(query({ ...filter, cursor: ofStatus }))).toEqual(other);
      }
      const { body } = await driver.send(get(query({ status: 'approved', cursor: ofStatus })));
      expect(body.response).toHaveLength(3);
      const ofSearch = await cursorOf('/misps/name/%20?limit=5');
      expect((await driver.send(get(query({ name: '', cursor: ofSearch })))).body.response).toMatchObject([
        { misp: { id: zebra } },
      ]);
    });
  });

  test('a filter without matches is refused like an empty list: 116, 409', async () => {
    const { requestId, body } = await driver.send(get('/misps?name=nobody'));
    expect(body.errors).toEqual([{ errorCode: 'PMS_MSP_409', message: 'No MISP details found' }]);
    const events = await driver.eventsOf(requestId);
    expect(events.map(({ detail }) => detail.eventId)).toEqual(['PMS_MSP_116', 'PMS_MSP_409']);
  });
});
