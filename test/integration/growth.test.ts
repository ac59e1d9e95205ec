import { GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { MAX_EXPIRED_LICENSES, MAX_LICENSES, MAX_REMOVED_AT_ONCE } from '../../functions/domain/license-bounds.ts';
import type { License, Misp } from '../../functions/domain/misp.ts';
import { mispKey } from '../../functions/storage/keys.ts';
import { expiredLicense, imported, license, newKey, newName, profileFields } from '../scenarios/arrangements.ts';
import {
  activityRequest,
  downloadRequest,
  keyStatusRequest,
  statusRequest,
  validateRequest,
} from '../scenarios/requests.ts';
import type { ServiceAnswer } from '../scenarios/service-driver.ts';
import { itemBytes, MAX_ITEM_BYTES } from '../support/item-bytes.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';

/**
 * docs/rules.md, "How many": a MISP at its bounds can always be revoked, and one imported beyond them is not stuck.
 */

const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest user id that the authorizer passes, of characters with three bytes each. */
const LONGEST_USER = { userId: '\u0937'.repeat(256), userName: '\u0937'.repeat(128) };

let base: InProcessDriver;
let driver: InProcessDriver;
let now = Date.now();
beforeAll(async () => {
  base = await startInProcess();
  driver = base.with({ clock: () => now, caller: LONGEST_USER });
});
afterAll(() => base.stop());

const status = (id: string, word: string) => driver.send(statusRequest(id, word));
const activity = (id: string, word: string) => driver.send(activityRequest(id, word));
const keyStatus = (id: string, key: string, word: string) => driver.send(keyStatusRequest(id, key, word));
const download = (id: string) => driver.send(downloadRequest(id));
const validate = async (id: string, key: string) => (await driver.send(validateRequest(id, key))).body;
const errorOf = ({ body }: ServiceAnswer) => body.errors[0]?.errorCode;
/** The rows of these answers, in order, from one scan of the outbox. */
const rowsOf = async (answers: readonly ServiceAnswer[]): Promise<readonly (OutboxRow | undefined)[]> => {
  const rows = new Map((await driver.outboxRows()).map((row) => [row.requestId, row] as const));
  return answers.map(({ requestId }) => rows.get(requestId));
};
const rowOf = async (answer: ServiceAnswer) => (await rowsOf([answer]))[0];
const eventsLeft = async (...answers: readonly ServiceAnswer[]) =>
  (await rowsOf(answers)).map((row) => row?.verdictChanges.length);
const item = async (id: string) => {
  const { Item } = await driver.client.send(
    new GetCommand({ TableName: driver.tables.misps, Key: { pk: mispKey(id) }, ConsistentRead: true }),
  );
  return Item ?? {};
};
const sizeOf = async (id: string) => itemBytes(marshall(await item(id)));
const licensesOf = async (id: string): Promise<readonly { validTo: string; isSwitchedOn: boolean }[]> =>
  Object.values((await item(id)).licenses);
const pointersTo = async (id: string) => {
  const input = {
    TableName: driver.tables.misps,
    FilterExpression: 'begins_with(pk, :key) AND mispId = :id',
    ExpressionAttributeValues: { ':key': 'KEY#', ':id': id },
    ConsistentRead: true,
  };
  let found = 0;
  // A page ends at 1 MB, and the items of such MISPs exceed that.
  for await (const { Count = 0 } of paginateScan({ client: driver.client }, input)) found += Count;
  return found;
};

describe('a MISP that grows to its bounds', () => {
  /** Licences at the start. Each was switched off, as a rejection does it. */
  const EARLIER = 40;
  let id: string;
  const keys: string[] = [];
  beforeAll(async () => {
    for (let count = 0; count < EARLIER; count += 1) keys.push(newKey());
    const { userId } = LONGEST_USER;
    const part = { isSwitchedOn: false, validFrom: now, validTo: now + 90 * DAY_MS, updatedBy: userId, updatedAt: now };
    const licenses = keys.map((key) => license({ key, ...part }));
    const name = newName('\u0937'.repeat(100));
    ({ id } = await imported(driver, { name, address: '\u0937'.repeat(2000), status: 'rejected', licenses }));
  });

  test('allows approvals and rejections up to fifty licences, each with the event of only one licence', async () => {
    const answers: ServiceAnswer[] = [];
    while (keys.length < MAX_LICENSES) {
      now += 1000;
      const approval = await status(id, 'approved');
      keys.push(approval.body.response.mispLicenseKey);
      answers.push(approval, await status(id, 'rejected'));
    }
    expect(await eventsLeft(...answers)).toEqual(Array(2 * (MAX_LICENSES - EARLIER)).fill(1));
    expect(await licensesOf(id)).toHaveLength(MAX_LICENSES);
    expect(await pointersTo(id)).toBe(MAX_LICENSES);
  }, 60_000);

  test('allows no further licence, and says so in answer and audit', async () => {
    const refused = await status(id, 'approved');
    expect(errorOf(refused)).toBe('PMS_MSP_901');
    expect((await rowOf(refused))?.trail.map(([key]) => key)).toEqual(['104-called', '104-validated', '452-approve']);
    expect(await licensesOf(id)).toHaveLength(MAX_LICENSES);
  });

  test('allows every revocation by a caller with the longest possible id, and stays below 120 KB', async () => {
    // All fifty are as large as they get: the rejections stored who switched them off.
    const someKeys = keys.filter((_, index) => index % 10 === 9);
    for (const key of someKeys) expect(errorOf(await keyStatus(id, key, 'Active'))).toBeUndefined();
    const answers = [await activity(id, 'De-active'), await activity(id, 'Active')];
    for (const key of someKeys) answers.push(await keyStatus(id, key, 'De-active'));
    expect(answers).toHaveLength(7);
    expect(answers.map(errorOf)).toEqual(answers.map(() => undefined));
    const versions = (await rowsOf(answers)).map((row) => row?.version ?? 0);
    expect(versions).toEqual(answers.map((_, index) => (versions[0] ?? 0) + index));
    expect(await sizeOf(id)).toBeLessThan(120 * 1024);
    expect((await licensesOf(id)).some(({ isSwitchedOn }) => isSwitchedOn)).toBe(false);
  }, 60_000);

  test('shrinks to its bounds as licences expire, by ten with each that is issued', async () => {
    now += 91 * DAY_MS;
    const left: number[] = [];
    const approvals: ServiceAnswer[] = [];
    for (let issue = 0; issue < 6; issue += 1) {
      approvals.push(await status(id, 'approved'));
      left.push((await licensesOf(id)).length);
      await status(id, 'rejected');
    }
    expect(approvals.map(errorOf)).toEqual(approvals.map(() => undefined));
    for (const row of await rowsOf(approvals)) {
      expect(row?.removedLicenseKeyHashes?.length ?? 0).toBeLessThanOrEqual(MAX_REMOVED_AT_ONCE);
    }
    // 45 of the 50 are removed, five expired ones stay, and the six new ones have not expired.
    expect(left).toEqual([41, 32, 23, 14, 10, 11]);
    expect(await pointersTo(id)).toBe(11);
    expect(await validate(id, keys[0]!)).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
    expect(await validate(id, keys.at(-1)!)).toMatchObject({ response: { reason: 'EXPIRED' } });
  });

  test('is renewed again and again without growing', async () => {
    await status(id, 'approved');
    const renewals: ServiceAnswer[] = [];
    for (let renewal = 0; renewal < 12; renewal += 1) {
      now += 91 * DAY_MS;
      renewals.push(await download(id));
      const licenses = await licensesOf(id);
      expect(licenses).toHaveLength(1 + MAX_EXPIRED_LICENSES);
      expect(licenses.filter(({ validTo }) => Date.parse(validTo) > now)).toHaveLength(1);
    }
    expect(renewals.map(errorOf)).toEqual(renewals.map(() => undefined));
    expect(await eventsLeft(...renewals)).toEqual(renewals.map(() => 1));
    expect(await pointersTo(id)).toBe(1 + MAX_EXPIRED_LICENSES);
  });
});

describe('a MISP imported beyond the bounds', () => {
  beforeEach(() => {
    now = Date.now();
  });
  const current = (count: number, part: Partial<License> = {}) =>
    Array.from({ length: count }, () => license({ key: newKey(), validFrom: now - 200 * DAY_MS, ...part }));
  const expired = (count: number) => Array.from({ length: count }, () => expiredLicense(newKey()));

  test('with 60 licences: every revocation is written, nothing is issued until enough have expired', async () => {
    const on = current(55);
    const { id } = await imported(driver, { licenses: [...on, ...expired(5)] });
    const answers = [await keyStatus(id, on[0]!.key, 'De-active')];
    answers.push(await activity(id, 'De-active'), await activity(id, 'Active'), await status(id, 'rejected'));
    expect(await eventsLeft(...answers)).toEqual([1, 54, 54, 54]);
    expect(errorOf(await status(id, 'approved'))).toBe('PMS_MSP_901');
    now += 31 * DAY_MS;
    expect(errorOf(await status(id, 'approved'))).toBeUndefined();
    expect(await licensesOf(id)).toHaveLength(51);
    expect(await pointersTo(id)).toBe(51);
  });

  /** An item with so much room left, whatever its licences need. @returns the item. */
  const filledUpTo = async (room: number, id: string) => {
    const stored = (await item(id)) as Record<string, unknown> & Pick<Misp, 'createdBy'>;
    const more = MAX_ITEM_BYTES - room - (await sizeOf(id));
    const full = { ...stored, createdBy: stored.createdBy.padEnd(stored.createdBy.length + more, 'x') };
    await driver.client.send(new PutCommand({ TableName: driver.tables.misps, Item: full }));
    return full;
  };

  test('with 300 licences and 4 KB of room: changes that fit are written, others are refused and audited', async () => {
    const on = license({ key: newKey() });
    const { id } = await imported(driver, { licenses: [...expired(299), on] });
    await filledUpTo(4096, id);
    // Each of 300 switches would store who turned it off.
    const rejection = await status(id, 'rejected');
    expect(errorOf(rejection)).toBe('PMS_MSP_905');
    expect((await rowOf(rejection))?.trail.map(([key]) => key)).toEqual(['104-called', '463']);
    expect(await validate(id, on.key)).toMatchObject({ response: { reason: 'VALID' } });
    const answers = [await keyStatus(id, on.key, 'De-active'), await activity(id, 'De-active')];
    expect(answers.map(errorOf)).toEqual([undefined, undefined]);
    expect(await eventsLeft(...answers)).toEqual([1, 0]);
    expect(await validate(id, on.key)).toMatchObject({ response: { reason: 'MISP_DEACTIVATED' } });
  }, 60_000);

  test('with 300 expired licences: ten are removed with each that is issued', async () => {
    const { id } = await imported(driver, { status: 'rejected', licenses: expired(300) });
    expect(errorOf(await status(id, 'approved'))).toBeUndefined();
    expect(await licensesOf(id)).toHaveLength(291);
    expect(await pointersTo(id)).toBe(291);
  }, 60_000);

  test('up to the last byte: a revocation is refused and audited, and not stored', async () => {
    const on = license({ key: newKey() });
    const { id } = await imported(driver, { licenses: [on] });
    const full = await filledUpTo(0, id);
    for (const change of [activity(id, 'De-active'), status(id, 'rejected'), keyStatus(id, on.key, 'De-active')]) {
      const answer = await change;
      expect([errorOf(answer), (await rowOf(answer))?.trail.at(-1)]).toEqual(['PMS_MSP_905', ['463', id]]);
    }
    expect(await item(id)).toEqual(full);
    // A taken name is reported before that.
    const taken = newName();
    await driver.send({ method: 'POST', path: '/misps', fields: profileFields(taken) });
    const { organizationName: name, ...rest } = profileFields(taken);
    const rename = await driver.send({ method: 'PUT', path: `/misps/${id}`, fields: { name, ...rest } });
    expect(errorOf(rename)).toBe('PMS_MSP_402');
    expect(await item(id)).toEqual(full);
  });
});
