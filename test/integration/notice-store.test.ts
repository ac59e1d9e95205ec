import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANNOUNCER } from '../../functions/audit/events.ts';
import { DynamoDbMispStore } from '../../functions/storage/dynamodb-misp-store.ts';
import { DynamoDbNoticeStore } from '../../functions/storage/dynamodb-notice-store.ts';
import type { RunningOut } from '../../functions/storage/notice-store.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp } from '../support/sample-misp.ts';
import { sampleRow, sampleRowId } from '../support/sample-row.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';

let driver: InProcessDriver;
let store: DynamoDbNoticeStore;
let made = 0;
beforeAll(async () => {
  driver = await startInProcess();
  store = new DynamoDbNoticeStore(driver.client, driver.tables, () => performance.now() + 60_000);
});
afterAll(() => driver.stop());

/** Stores a new MISP whose licence runs out this many days from NOW. */
async function stored(days: number, more = {}) {
  made += 1;
  const licenses = [sampleLicense({ key: sampleKey(made), validTo: NOW + days * DAY })];
  const misp = sampleMisp({ id: String(1000 + made), name: `Name ${made}`, version: 1, licenses, ...more });
  const misps = new DynamoDbMispStore(driver.client, driver.tables, performance.now() + 10_000);
  expect(await misps.commit(undefined, misp, newRow('registered'))).toEqual({ kind: 'committed' });
  return misp;
}
let rowsMade = 0;
const newRow = (mark: string) => {
  rowsMade += 1;
  return sampleRow({ id: sampleRowId(`${mark}${rowsMade}`.slice(-13), ANNOUNCER), trail: [] });
};
const itemOf = async (pk: string) =>
  (await driver.client.send(new GetCommand({ TableName: driver.tables.misps, Key: { pk }, ConsistentRead: true })))
    .Item;
const isStored = async (id: string) => (await driver.outboxRows()).some((row) => row.id === id);

describe('the checkpoint', () => {
  test('is absent at first, and only moves forward', async () => {
    expect(await store.checkpoint()).toBeUndefined();
    await store.moveCheckpoint({ announcedUntil: NOW });
    expect(await store.checkpoint()).toEqual({ announcedUntil: NOW });
    await store.moveCheckpoint({ announcedUntil: NOW - 1 });
    expect(await store.checkpoint()).toEqual({ announcedUntil: NOW });
    // Only two runs that both take themselves for the first do that.
    await store.moveCheckpoint({ announcedUntil: NOW + 1, firstRunAt: NOW + 1 });
    await store.moveCheckpoint({ announcedUntil: NOW + 2, firstRunAt: NOW + 2 });
    await store.moveCheckpoint({ announcedUntil: NOW + 3 });
    expect(await store.checkpoint()).toEqual({ announcedUntil: NOW + 3, firstRunAt: NOW + 1 });
  });
});

describe('MISPs that run out', () => {
  test('are found between two times, both included, soonest first', async () => {
    const all = await Promise.all([400, 402, 401, 403, 399].map((days) => stored(days)));
    await stored(401, { isActive: false });
    const found: RunningOut[] = [];
    for await (const one of store.runningOut(NOW + 400 * DAY, NOW + 402 * DAY)) found.push(one);
    const [first, last, middle] = all.map(({ id }) => id);
    expect(found).toEqual([
      { mispId: first, runsOutAt: NOW + 400 * DAY },
      { mispId: middle, runsOutAt: NOW + 401 * DAY },
      { mispId: last, runsOutAt: NOW + 402 * DAY },
    ]);
  });
});

describe('an announcement', () => {
  const announce = (misp: Awaited<ReturnType<typeof stored>>, noticeDays: number, row = newRow('row')) => {
    const [license] = misp.licenses;
    if (license === undefined) throw new Error('It has no licence');
    return store.announce(misp, { license, noticeDays }, row);
  };

  test('is stored with its row once, and again only for a tighter threshold', async () => {
    const misp = await stored(20);
    const rows = [newRow('first'), newRow('same'), newRow('looser'), newRow('tighter')] as const;
    expect(await announce(misp, 15, rows[0])).toBe('announced');
    expect(await announce(misp, 15, rows[1])).toBe('announced-before');
    expect(await announce(misp, 30, rows[2])).toBe('announced-before');
    expect(await announce(misp, 7, rows[3])).toBe('announced');
    expect(await Promise.all(rows.map(({ id }) => isStored(id)))).toEqual([true, false, false, true]);
    const validTo = new Date(NOW + 20 * DAY).toISOString();
    expect(await itemOf(`NOTICE#${misp.id}#${validTo}`)).toEqual({
      ...{ pk: `NOTICE#${misp.id}#${validTo}`, shape: 1, noticeDays: 7 },
      forgetAt: Math.ceil((NOW + 60 * DAY) / 1000),
    });
  });

  test('is kept for forty days after the later of its own time and the last expiry', async () => {
    const misp = await stored(-100);
    await announce(misp, 1);
    const item = await itemOf(`NOTICE#${misp.id}#${new Date(NOW - 100 * DAY).toISOString()}`);
    expect(item?.forgetAt).toBe(Math.ceil((NOW + 40 * DAY) / 1000));
  });

  test('is not stored for a MISP that has changed since it was read, nor for a missing one', async () => {
    const misp = await stored(20);
    const row = newRow('late');
    expect(await announce({ ...misp, version: 2 }, 15, row)).toBe('misp-changed');
    expect(await announce({ ...misp, id: 'nobody' }, 15, row)).toBe('misp-changed');
    expect(await isStored(row.id)).toBe(false);
    expect(await announce(misp, 15)).toBe('announced');
  });

  test('sent again after a lost answer, is stored once and reported as stored', async () => {
    const misp = await stored(20);
    const row = newRow('again');
    expect(await announce(misp, 15, row)).toBe('announced');
    expect(await announce(misp, 15, row)).toBe('announced');
    expect((await driver.outboxRows()).filter(({ id }) => id === row.id)).toHaveLength(1);
  });

  test('is stored once of eight concurrent ones', async () => {
    const misp = await stored(20);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => announce(misp, 15)));
    expect(outcomes.filter((outcome) => outcome === 'announced')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'announced-before')).toHaveLength(7);
  });
});
