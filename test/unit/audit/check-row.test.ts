import { describe, expect, test } from '@jest/globals';
import { checkRow, ownerOfRow, UnreadableRow } from '../../../functions/audit/check-row.ts';
import { limits } from '../../../functions/audit/limits.ts';
import { LAST_INSTANT } from '../../../functions/domain/date-times.ts';
import { MAX_REMOVED_AT_ONCE } from '../../../functions/domain/license-bounds.ts';
import { sampleRow, sampleRowId } from '../../support/sample-row.ts';

/** Every field of a row at its bounds and beyond: docs/audit.md, "Records cannot be forged". */

const HASH = '0123456789abcdef'.repeat(4);
const notes = (count: number) => Array(count).fill(['101']);
const changes = (count: number) => Array(count).fill({ licenseHash: HASH, verdict: 'VALID', validTo: 1 });
/** Has what its checks ask of a list, except that it is none. */
const noList = { length: 1, every: () => true, some: () => false };
const text = (longest: number) => ({
  good: ['x', 'x'.repeat(longest)],
  bad: [undefined, null, 7, ['x'], '', 'x'.repeat(longest + 1), 'a\nb', 'a\u202eb'],
});
const hashes = {
  good: [HASH],
  bad: [`${HASH}0`, `0${HASH}`, HASH.slice(1), HASH.toUpperCase(), `g${HASH.slice(1)}`, '', 7, undefined, [HASH]],
};
const instants = { good: [0, LAST_INSTANT], bad: [-1, LAST_INSTANT + 1, 1.5, '1', Number.NaN, undefined, null] };
const change = (part: object) => [{ ...changes(1)[0], ...part }];
const approval = { id: sampleRowId('row', 'process-misp-status'), trail: [['104-called']] };

interface Field {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
  /** What the other fields must be for it. */
  readonly others?: object;
  /** Puts a value into the row; by default it is the value of the field. */
  readonly as?: (value: unknown) => unknown;
}

const announcement = { id: sampleRowId('row', 'announce-expiring-licenses'), trail: [] };
const notice = { licenseHash: HASH, validTo: 1, noticeDays: 30 };

const fields: readonly (readonly [title: string, field: string, values: Field])[] = [
  ['at', 'at', instants],
  [
    'outcome',
    'outcome',
    {
      good: ['success', 'PMS_MSP_402', 'PMS_COR_003', 'PMS_AUTH_4021', 'KER-ATH-403'],
      bad: [
        ...[undefined, '', 7, 'failure', 'unsuccess', 'success ', 'PMS_MSP_402 Jane', 'to PMS_MSP_402', 'PMS_msp_402'],
        ...[
          'PMS_MS_402',
          'PMS_MSPS5_402',
          'PMS_MSPST_402',
          'PMS_MSP_40',
          'PMS_MSP_40212',
          'KER-ATH-401',
          'KER-ATH-403x',
        ],
      ],
    },
  ],
  ['requestId', 'requestId', text(limits.userId)],
  ['hostName', 'hostName', text(limits.name)],
  ['hostIp', 'hostIp', text(limits.hostIp)],
  ['caller', 'caller', { good: [{ userId: 'a', userName: 'b' }], bad: [undefined, null, 'ada', 7, {}] }],
  ['caller.userId', 'caller', { ...text(limits.userId), as: (userId) => ({ userId, userName: 'b' }) }],
  ['caller.userName', 'caller', { ...text(limits.name), as: (userName) => ({ userId: 'a', userName }) }],
  ['mispId', 'mispId', { good: ['100', 'INVALID', undefined], bad: ['', 'a b', 'jane@example.org', 100, null] }],
  ['version', 'version', { good: [1, Number.MAX_SAFE_INTEGER, undefined], bad: [0, 1.5, '1', 2 ** 53, null] }],
  [
    'licenseKeyHash',
    'licenseKeyHash',
    {
      good: [new Uint8Array(32), undefined],
      bad: [new Uint8Array(31), new Uint8Array(33), HASH, HASH.slice(32), Array(32).fill(1), null],
    },
  ],
  [
    'repeatedRequestId',
    'repeatedRequestId',
    { good: ['x', 'x'.repeat(limits.userId), undefined], bad: ['', 'x'.repeat(limits.userId + 1), 'a\nb', 7, null] },
  ],
  ['trail', 'trail', { good: [notes(1), notes(20)], bad: [undefined, null, '101', notes(21), [], noList] }],
  [
    'a note of the trail',
    'trail',
    {
      good: [
        ['101'],
        ['101', '100'],
        ['101', undefined, 'active'],
        ['101', '100', 'de-active'],
        ['101', '100', 'VALID'],
      ],
      bad: [
        '101',
        [101],
        ['101', ''],
        ['101', '100', ''],
        ['101', '100', 'Active'],
        ['101', '100', 'active', 'x'],
        null,
      ],
      as: (note) => [note],
    },
  ],
  [
    'removedLicenseKeyHashes',
    'removedLicenseKeyHashes',
    {
      good: [[], Array(MAX_REMOVED_AT_ONCE).fill(HASH), undefined],
      bad: [Array(MAX_REMOVED_AT_ONCE + 1).fill(HASH), HASH, null, noList],
    },
  ],
  ['a removed hash', 'removedLicenseKeyHashes', { ...hashes, as: (hash) => [hash] }],
  [
    'verdictChanges',
    'verdictChanges',
    { good: [[], changes(2000)], bad: [changes(2001), undefined, null, noList], others: approval },
  ],
  [
    'the hash of a change',
    'verdictChanges',
    { ...hashes, as: (licenseHash) => change({ licenseHash }), others: approval },
  ],
  ['the end of a change', 'verdictChanges', { ...instants, as: (validTo) => change({ validTo }), others: approval }],
  [
    'the verdict of a change',
    'verdictChanges',
    {
      good: ['VALID', 'EXPIRED'],
      bad: ['active', '', 'valid', undefined, null, 7],
      as: (verdict) => change({ verdict }),
      others: approval,
    },
  ],
  [
    'a change',
    'verdictChanges',
    { good: changes(1), bad: [null, undefined, 'x', 7], as: (one) => [one], others: approval },
  ],
  ['expiryNotice', 'expiryNotice', { good: [notice], bad: [undefined, null, 'x', {}], others: announcement }],
  [
    'the days of a notice',
    'expiryNotice',
    {
      good: [1, 3650],
      bad: [0, 3651, 1.5, '30', undefined, null],
      as: (noticeDays) => ({ ...notice, noticeDays }),
      others: announcement,
    },
  ],
  [
    'the hash of a notice',
    'expiryNotice',
    { ...hashes, as: (licenseHash) => ({ ...notice, licenseHash }), others: announcement },
  ],
  [
    'the end of a notice',
    'expiryNotice',
    { ...instants, as: (validTo) => ({ ...notice, validTo }), others: announcement },
  ],
];

function faultOf(part: object): string | undefined {
  try {
    checkRow({ ...sampleRow(), ...part });
    return undefined;
  } catch (error) {
    if (error instanceof UnreadableRow) return error.fault;
    throw error;
  }
}

describe.each(fields)('%s of a row', (_, field, { good, bad, others = {}, as = (value) => value }) => {
  test('may be what our code writes', () => {
    for (const value of good) expect([value, faultOf({ ...others, [field]: as(value) })]).toEqual([value, undefined]);
  });

  test('may be nothing else', () => {
    for (const value of bad) expect([value, faultOf({ ...others, [field]: as(value) })]).toEqual([value, 'malformed']);
  });
});

describe('the id of a row', () => {
  test.each([undefined, null, 7, {}, '', 'register-misp', 'nobody#01ARZ3NDEKTSV4RRFFQ69G5FAV', [sampleRowId('row')]])(
    '%j has no owner',
    (id) => {
      expect(ownerOfRow(id)).toBeUndefined();
    },
  );

  test('gives its operation, and the start of the ids of its records', () => {
    expect(ownerOfRow(sampleRowId('row'))).toEqual({
      operation: 'register-misp',
      timeOrderedId: sampleRowId('row').slice('register-misp#'.length),
    });
  });
});

describe('a refused row says why, without its content', () => {
  const event = { ...approval, verdictChanges: changes(1) };
  test.each<[object, string]>([
    [{ catalogVersion: 'jane@example.org' }, 'version: No reader for rows of this catalogue'],
    [{ id: 'nobody#01ARZ3NDEKTSV4RRFFQ69G5FAV' }, 'key: The id names no operation'],
    [{ id: undefined }, 'key: The id names no operation'],
    [{ outcome: 'jane@example.org' }, 'malformed: A field that no record may have'],
    [{ trail: [['999']] }, 'foreign: An audit event'],
    [{ verdictChanges: changes(1) }, 'foreign: A domain event'],
    [{ expiryNotice: notice }, 'foreign: A domain event'],
    [{ ...event, mispId: undefined }, 'malformed: A domain event lacks its MISP id or its version'],
    [{ ...event, version: undefined }, 'malformed: A domain event lacks its MISP id or its version'],
    [{ trail: [] }, 'malformed: Nothing to publish'],
  ])('%j', (part, reason) => {
    const [fault = '', message = ''] = reason.split(': ');
    const refused = expect.objectContaining({ name: 'UnreadableRow', fault, message });
    expect(() => checkRow({ ...sampleRow(), ...part })).toThrow(refused);
  });

  test('also if only another version has its operation', () => {
    const readers = new Map([[1, { catalog: {}, allowedEvents: {} }]]);
    const refused = expect.objectContaining({ fault: 'key', message: 'The operation is of another version' });
    expect(() => checkRow(sampleRow(), readers)).toThrow(refused);
  });
});
