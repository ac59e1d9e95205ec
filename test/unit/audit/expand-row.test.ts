import { describe, expect, test } from '@jest/globals';
import { allowedEvents, catalog } from '../../../functions/audit/catalog.ts';
import { CATALOG_VERSION } from '../../../functions/audit/catalog-version.ts';
import { type RowFault, UnreadableRow } from '../../../functions/audit/check-row.ts';
import { EVENT_SOURCE } from '../../../functions/audit/event-source.ts';
import { ANNOUNCER, type RowWriter } from '../../../functions/audit/events.ts';
import { expandRow, VERDICT_EVENT } from '../../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { rowReaders } from '../../../functions/audit/row-readers.ts';
import type { AuditNote, Trail } from '../../../functions/audit/trail.ts';
import type { VerdictChange } from '../../../functions/domain/verdict-changes.ts';
import { operations } from '../../../functions/operations.ts';
import { DAY, NOW, sha256 } from '../../support/sample-misp.ts';
import { sampleRecordId, sampleRow, sampleRowId } from '../../support/sample-row.ts';

const detailsOf = (row = sampleRow()) => expandRow(row).map(({ detail }) => detail);
/** A row of a different operation from that of the sample, a registration. */
const rowOf = (operation: RowWriter, overrides: Partial<OutboxRow> = {}) =>
  sampleRow({ id: sampleRowId('row', operation), ...overrides });

/** A row of a future catalogue, and what its version lets a registration leave. */
const added = ['499'] as unknown as AuditNote;
const version2 = { records: ['101', '499'], domainEvents: 'none' as const };

/** The longest possible MISP id. */
const LONGEST_ID = `${'m'.repeat(20)}-${'m'.repeat(15)}`;

/** A note of an event with the longest possible values. */
const longestNote = (key: string): readonly string[] =>
  [key, LONGEST_ID, 'LICENSE_DEACTIVATED'].slice(
    0,
    { none: 1, misp: 2, 'misp-with-status': 3 }[catalog[key]!.reference],
  );

describe('an audit record', () => {
  test('has all these fields and no others', () => {
    const row = sampleRow({ trail: [['101'], ['212', '100']], version: 1 });
    expect(expandRow(row)).toEqual([
      {
        detailType: 'Register MISP',
        time: '2026-03-01T10:20:30.456Z',
        detail: {
          recordId: sampleRecordId('row', 1),
          eventId: 'PMS_MSP_101',
          eventType: 'User',
          eventName: 'Register MISP',
          description: 'Registration of a MISP was requested',
          id: 'NO_ID',
          idType: 'NO_ID_TYPE',
          actionTimeStamp: '2026-03-01T10:20:30.456Z',
          applicationId: '10002',
          applicationName: 'Partner management portal',
          moduleId: 'PMS_MSP',
          moduleName: 'MISP Management Service',
          sessionUserId: 'ada-7',
          sessionUserName: 'Ada Admin',
          createdBy: 'ada-7',
          hostName: 'misp-test-register-misp',
          hostIp: '203.0.113.9',
          mispId: '100',
          operation: 'register-misp',
          outcome: 'success',
          requestId: 'request-1',
          sequence: 1,
          version: 1,
        },
      },
      {
        detailType: 'Register MISP',
        time: '2026-03-01T10:20:30.456Z',
        detail: {
          recordId: sampleRecordId('row', 2),
          eventId: 'PMS_MSP_212',
          eventType: 'User',
          eventName: 'Register MISP',
          description: 'The MISP with id 100 was created',
          id: '100',
          idType: 'MISP ID',
          actionTimeStamp: '2026-03-01T10:20:30.456Z',
          applicationId: '10002',
          applicationName: 'Partner management portal',
          moduleId: 'PMS_MSP',
          moduleName: 'MISP Management Service',
          sessionUserId: 'ada-7',
          sessionUserName: 'Ada Admin',
          createdBy: 'ada-7',
          hostName: 'misp-test-register-misp',
          hostIp: '203.0.113.9',
          mispId: '100',
          operation: 'register-misp',
          outcome: 'success',
          requestId: 'request-1',
          sequence: 2,
          version: 1,
        },
      },
    ]);
  });

  test('has no version if nothing changed, and no MISP if none is known', () => {
    const { version: _version, mispId: _mispId, ...row } = sampleRow({ outcome: 'PMS_MSP_401', trail: [['401']] });
    const [detail] = detailsOf(row);
    expect(detail).not.toHaveProperty('version');
    expect(detail).not.toHaveProperty('mispId');
    expect(detail).toMatchObject({ eventId: 'PMS_MSP_401', outcome: 'PMS_MSP_401', id: 'NO_ID' });
  });

  test('names the MISP of the request even if its reference is none or another', () => {
    const details = detailsOf(
      rowOf('validate-license-key', { mispId: '100', trail: [['109'], ['110', '101'], ['415', '100']] }),
    );
    expect(details.map(({ id, mispId }) => [id, mispId])).toEqual([
      ['NO_ID', '100'],
      ['101', '100'],
      ['100', '100'],
    ]);
  });

  test('has the status in 111 and 113, with the MISP as its reference', () => {
    const details = [
      ...detailsOf(rowOf('validate-license-key', { trail: [['111', '100', 'MISP_REJECTED']] })),
      ...detailsOf(rowOf('update-misp-status', { trail: [['113', '100', 'de-active']] })),
    ];
    expect(details.map(({ id, idType, description }) => [id, idType, description])).toEqual([
      ['100', 'MISP ID', 'The verdict on the licence key is MISP_REJECTED'],
      ['100', 'MISP ID', 'The activity status of the MISP is de-active'],
    ]);
  });

  test('is numbered from 1 within its request, and every record id is different', () => {
    const trail: Trail = [['120'], ['121', '100'], ['210']];
    const details = detailsOf(rowOf('download-license-key', { trail }));
    expect(details.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(new Set(details.map(({ recordId }) => recordId)).size).toBe(3);
  });

  test('is the same on every delivery', () => {
    const row = rowOf('process-misp-status', {
      trail: [['202', '100']],
      verdictChanges: [{ licenseHash: sha256('k'), verdict: 'VALID', validTo: NOW + DAY }],
    });
    expect(expandRow(structuredClone(row))).toEqual(expandRow(row));
  });

  test('fits the limits of the audit manager, for every row of the catalogue', () => {
    const longest = {
      mispId: LONGEST_ID,
      caller: { userId: 'u'.repeat(256), userName: 'n'.repeat(128) },
      hostName: 'h'.repeat(128),
      hostIp: 'f'.repeat(45),
    };
    const details = operations.flatMap(({ name }) => {
      const trail = allowedEvents[name].records.map((key) => longestNote(key)) as unknown as Trail;
      return detailsOf(rowOf(name, { ...longest, trail }));
    });
    const listed = operations.flatMap(({ name }) => allowedEvents[name].records);
    expect(new Set(listed)).toEqual(new Set(Object.keys(catalog)));
    expect(details).toHaveLength(listed.length);
    const bounds = {
      eventId: 64,
      eventType: 64,
      id: 64,
      idType: 64,
      applicationId: 64,
      moduleId: 64,
      eventName: 128,
      hostName: 128,
      applicationName: 128,
      sessionUserName: 128,
      moduleName: 128,
      sessionUserId: 256,
      createdBy: 256,
      description: 2048,
      hostIp: 45,
    };
    for (const detail of details) {
      for (const [field, bound] of Object.entries(bounds)) {
        expect(String(detail[field]).length).toBeLessThanOrEqual(bound);
      }
    }
  });
});

test('removed licences are in the record of the new key, and in no other', () => {
  const removedLicenseKeyHashes = ['a'.repeat(64), 'b'.repeat(64)];
  const row = rowOf('download-license-key', {
    trail: [['120'], ['121', '100'], ['210']],
    version: 4,
    removedLicenseKeyHashes,
  });
  const found = detailsOf(row).map((detail) => detail.removedLicenseKeyHashes);
  expect(found).toEqual([undefined, removedLicenseKeyHashes, undefined]);
});

describe('the licence of a request', () => {
  const hash = sha256('the key');
  const licenseKeyHash = Buffer.from(hash, 'hex');

  test('is in every record by its hash, with the verdict of a validation', () => {
    const trail: Trail = [['109'], ['110', '100'], ['111', '100', 'MISP_DEACTIVATED'], ['204']];
    const details = detailsOf(rowOf('validate-license-key', { licenseKeyHash, trail }));
    expect(details).toHaveLength(4);
    for (const detail of details) {
      expect(detail).toMatchObject({ licenseKeyHash: hash, verdict: 'MISP_DEACTIVATED' });
    }
  });

  test('has no verdict if none was reached', () => {
    const trail: Trail = [['114'], ['115', '100'], ['206']];
    for (const detail of detailsOf(rowOf('update-license-key-status', { licenseKeyHash, trail }))) {
      expect(detail).toMatchObject({ licenseKeyHash: hash });
      expect(detail).not.toHaveProperty('verdict');
    }
  });

  test('can be bytes of any type', () => {
    const row = rowOf('get-misp', { licenseKeyHash: new Uint8Array(licenseKeyHash), trail: [['117']] });
    expect(detailsOf(row)[0]?.licenseKeyHash).toBe(hash);
  });

  test('is absent if the request has none', () => {
    const [detail] = detailsOf();
    for (const field of ['licenseKeyHash', 'verdict', 'repeatedRequestId']) expect(detail).not.toHaveProperty(field);
  });
});

test('a repeat names the first request, in its own record', () => {
  const row = rowOf('update-misp', { trail: [['154-misp', '100']], repeatedRequestId: 'request-0' });
  const { version: _, ...unversioned } = row;
  const [detail, ...others] = detailsOf(unversioned);
  expect(others).toEqual([]);
  expect(detail).toMatchObject({
    ...{ eventId: 'PMS_MSP_154', id: '100', idType: 'MISP ID', outcome: 'success' },
    ...{ requestId: 'request-1', repeatedRequestId: 'request-0', sequence: 1 },
  });
  expect(detail).not.toHaveProperty('version');
});

test('a denial has its code', () => {
  const row = rowOf('list-misps', { outcome: 'KER-ATH-403', trail: [['460']] });
  expect(detailsOf(row)).toMatchObject([{ eventId: 'PMS_MSP_460', outcome: 'KER-ATH-403', idType: 'NO_ID_TYPE' }]);
});

describe('a domain event', () => {
  const verdictChanges = [
    { licenseHash: sha256('one'), verdict: 'VALID', validTo: NOW + DAY },
    { licenseHash: sha256('two'), verdict: 'MISP_DEACTIVATED', validTo: NOW + 2 * DAY },
  ] as const;

  test('has all these fields and no others, one event a licence, after the records', () => {
    const events = expandRow(rowOf('update-misp-status', { trail: [['112'], ['205']], version: 4, verdictChanges }));
    expect(events.slice(2)).toEqual([
      {
        detailType: 'LICENSE_VERDICT_CHANGED',
        time: '2026-03-01T10:20:30.456Z',
        detail: {
          recordId: sampleRecordId('row', 3),
          mispId: '100',
          version: 4,
          licenseKeyHash: sha256('one'),
          active: true,
          validTo: '2026-03-02T10:20:30.456Z',
          reason: 'VALID',
          changedAt: '2026-03-01T10:20:30.456Z',
        },
      },
      {
        detailType: 'LICENSE_VERDICT_CHANGED',
        time: '2026-03-01T10:20:30.456Z',
        detail: {
          recordId: sampleRecordId('row', 4),
          mispId: '100',
          version: 4,
          licenseKeyHash: sha256('two'),
          active: false,
          validTo: '2026-03-03T10:20:30.456Z',
          reason: 'MISP_DEACTIVATED',
          changedAt: '2026-03-01T10:20:30.456Z',
        },
      },
    ]);
  });

  test('announces a MISP that runs out in one event, and leaves no audit record', () => {
    const expiryNotice = { licenseHash: sha256('k'), validTo: NOW + 7 * DAY - 1, noticeDays: 7 };
    const row = rowOf(ANNOUNCER, { trail: [], version: 3, expiryNotice });
    expect(expandRow(row)).toEqual([
      {
        detailType: 'LICENSES_EXPIRING',
        time: new Date(NOW).toISOString(),
        detail: {
          recordId: sampleRecordId('row', 1),
          mispId: '100',
          version: 3,
          licenseKeyHash: sha256('k'),
          validTo: new Date(NOW + 7 * DAY - 1).toISOString(),
          daysLeft: 7,
          notice: 7,
        },
      },
    ]);
  });

  test('has one of these names', () => {
    expect(EVENT_SOURCE).toBe('mosip.pms.misp');
    expect(VERDICT_EVENT).toBe('LICENSE_VERDICT_CHANGED');
  });
});

describe('a row of each version of the catalogue', () => {
  const requested = { ...catalog['101']!, describe: () => 'As version 2 says' };
  const readers: typeof rowReaders = new Map([
    ...rowReaders,
    [2, { catalog: { ...catalog, '101': requested, '499': requested }, allowedEvents: { 'register-misp': version2 } }],
  ]);
  const descriptionsOf = (row: OutboxRow) => expandRow(row, readers).map(({ detail }) => detail.description);

  test('is published by its own version, even an older one', () => {
    expect(descriptionsOf(sampleRow({ trail: [['101']] }))).toEqual(['Registration of a MISP was requested']);
    expect(descriptionsOf(sampleRow({ catalogVersion: 2, trail: [['101'], added] }))).toEqual([
      'As version 2 says',
      'As version 2 says',
    ]);
  });

  test('has nothing that its own version does not allow', () => {
    expect(() => descriptionsOf(sampleRow({ trail: [added] }))).toThrow(UnreadableRow);
    expect(() => descriptionsOf(rowOf('get-misp', { catalogVersion: 2, trail: [['117']] }))).toThrow(UnreadableRow);
  });

  test('has a reader for the present version and each earlier one', () => {
    const versions = Array.from({ length: CATALOG_VERSION }, (_, index) => index + 1);
    expect([...rowReaders.keys()]).toEqual(versions);
  });

  test('is reported with its version if there is no reader, even with an unknown operation', () => {
    const unknown = { id: sampleRowId('row').replace('register-misp', 'rotate-license-key'), catalogVersion: 7 };
    expect(() => expandRow(sampleRow(unknown))).toThrow('No reader for rows of catalogue 7');
  });
});

describe('a row that no version of the code can have written', () => {
  const note = (...parts: string[]) => [parts as unknown as AuditNote] as const;
  const faultOf = (row: OutboxRow) => {
    try {
      expandRow(row);
    } catch (error) {
      if (error instanceof UnreadableRow) return error.fault;
      throw error;
    }
    return undefined;
  };

  const validation = (trail: OutboxRow['trail']) => ({ id: sampleRowId('row', 'validate-license-key'), trail });
  const keySwitch = (wrong: Partial<VerdictChange>): Partial<OutboxRow> => ({
    id: sampleRowId('row', 'update-license-key-status'),
    trail: note('114'),
    verdictChanges: [{ licenseHash: 'a'.repeat(64), verdict: 'VALID', validTo: NOW, ...wrong }],
  });

  test('is readable in its two valid forms below', () => {
    expect(faultOf(sampleRow(validation(note('111', '100', 'VALID'))))).toBeUndefined();
    expect(faultOf(sampleRow(keySwitch({})))).toBeUndefined();
  });

  test.each<[string, RowFault, Partial<OutboxRow>]>([
    ['a future catalogue version', 'version', { catalogVersion: 2 }],
    ['no catalogue version', 'version', { catalogVersion: undefined as unknown as number }],
    ['a version that is not a number', 'version', { catalogVersion: { toString: 'leak' } as unknown as number }],
    ['a key that the catalogue does not have', 'foreign', { trail: note('999') }],
    ['a key that every object has', 'foreign', { trail: note('toString') }],
    ['a key without its word', 'foreign', { trail: note('104', '100') }],
    ['a missing MISP id', 'malformed', { trail: note('212') }],
    ['a MISP id that is not text', 'malformed', { trail: note('212', 7 as unknown as string) }],
    ['a missing status', 'malformed', { id: sampleRowId('row', 'validate-license-key'), trail: note('111', '100') }],
    ['no audit event', 'malformed', { trail: [] as never }],
    ['a licence key in place of a MISP id', 'malformed', { trail: note('212', 'k'.repeat(50)) }],
    ['an e-mail address in place of the MISP', 'malformed', { mispId: 'jane.doe@example.org' }],
    ['a line break in a name', 'malformed', { caller: { userId: 'u', userName: 'Ada\nAdmin' } }],
    ['a bidi control in an id', 'malformed', { caller: { userId: 'u\u202e', userName: 'n' } }],
    ['a control character in an address', 'malformed', { hostIp: '203.0.113.9\u0000' }],
    ['a text in place of a verdict', 'malformed', validation(note('111', '100', 'VALID\r\nlevel=ERROR'))],
    ['a licence key in place of a verdict', 'malformed', validation(note('111', '100', 'k'.repeat(50)))],
    ['a list in place of a MISP id', 'malformed', { mispId: ['100'] as unknown as string }],
    ['a list in place of a reference', 'malformed', { trail: note('212', ['100'] as unknown as string) }],
    ['more parts than a note has', 'malformed', { trail: note('212', '100', 'VALID', 'more') }],
    ['a hundred records', 'malformed', { trail: Array(100).fill(['101']) as unknown as Trail }],
    ['an outcome that is not a code', 'malformed', { outcome: 'x'.repeat(5000) }],
    ['an outcome without a record', 'malformed', { outcome: 'KER-ATH-401' }],
    ['a hash of 31 bytes', 'malformed', { licenseKeyHash: Buffer.alloc(31) }],
    ['a hash of 33 bytes', 'malformed', { licenseKeyHash: Buffer.alloc(33) }],
    ['a hash as text', 'malformed', { licenseKeyHash: 'a'.repeat(32) as unknown as Uint8Array }],
    ['a hash as a list', 'malformed', { licenseKeyHash: Array(32).fill(0) as unknown as Uint8Array }],
    ['a line break in the id of a request', 'malformed', { repeatedRequestId: 'a\nb' }],
    ['an id of a request that is too long', 'malformed', { repeatedRequestId: 'r'.repeat(257) }],
    ['an invalid id of a request', 'malformed', { repeatedRequestId: 5 as unknown as string }],
    ['a user id that is too long', 'malformed', { caller: { userId: 'u'.repeat(257), userName: 'n' } }],
    ['a version that is not a number', 'malformed', { version: '9\r\n9' as unknown as number }],
    ['an impossible version', 'malformed', { version: 0 }],
    ['an invalid time', 'malformed', { at: Number.MAX_SAFE_INTEGER }],
    ['a time as text', 'malformed', { at: '2026' as unknown as number }],
    ['invalid hashes', 'malformed', { removedLicenseKeyHashes: ['a\r\nb'] }],
    ['an invalid hash in an event', 'malformed', keySwitch({ licenseHash: `${'A'.repeat(63)}\n` })],
    ['an invalid verdict in an event', 'malformed', keySwitch({ verdict: 'whatever\u202e' as 'VALID' })],
    ['an invalid end in an event', 'malformed', keySwitch({ validTo: Number.NaN })],
    ['an id without an operation', 'key', { id: sampleRowId('row').replace('register-misp', 'sweep-audit-outbox') }],
  ])('is unreadable: %s', (_, fault, overrides) => expect(faultOf(sampleRow(overrides))).toBe(fault));

  test.each([...operations.map(({ name }) => [name] as const), [ANNOUNCER] as const])(
    'has content that does not fit the operation in its id: %s',
    (name) => {
      const { records, domainEvents } = allowedEvents[name];
      const expiryNotice = { licenseHash: sha256('k'), validTo: NOW, noticeDays: 7 };
      const more = name === ANNOUNCER ? { expiryNotice } : {};
      for (const key of Object.keys(catalog)) {
        const trail = [longestNote(key)] as unknown as Trail;
        expect([key, faultOf(rowOf(name, { trail, ...more }))]).toEqual([
          key,
          records.includes(key) ? undefined : 'foreign',
        ]);
        // One foreign record among its own is enough.
        const mixed = [...records.map(longestNote), longestNote(key)] as unknown as Trail;
        expect([key, faultOf(rowOf(name, { trail: mixed, ...more }))]).toEqual([
          key,
          records.includes(key) ? undefined : 'foreign',
        ]);
      }
      const trail = records.map(longestNote) as unknown as Trail;
      const verdictChanges = [{ licenseHash: sha256('k'), verdict: 'VALID', validTo: NOW } as const];
      const outcomeOf = (kind: typeof domainEvents) => (domainEvents === kind ? undefined : 'foreign');
      expect(faultOf(rowOf(name, { trail, verdictChanges, ...more }))).toBe(outcomeOf('verdict-changes'));
      expect(faultOf(rowOf(name, { trail, expiryNotice }))).toBe(outcomeOf('expiry-notice'));
    },
  );

  test.each<[string, Partial<OutboxRow>]>([
    ['nothing', { expiryNotice: undefined as never }],
    ['no MISP id', { mispId: undefined as never }],
    ['no version', { version: undefined as never }],
    ['an invalid hash', { expiryNotice: { licenseHash: 'x', validTo: NOW, noticeDays: 7 } }],
    ['an invalid time', { expiryNotice: { licenseHash: sha256('k'), validTo: Number.NaN, noticeDays: 7 } }],
    ['no days', { expiryNotice: { licenseHash: sha256('k'), validTo: NOW, noticeDays: 0 } }],
    ['a text for the days', { expiryNotice: { licenseHash: sha256('k'), validTo: NOW, noticeDays: '7' as never } }],
    ['a list instead', { expiryNotice: [7] as never }],
  ])('announces with %s', (_, wrong) => {
    const expiryNotice = { licenseHash: sha256('k'), validTo: NOW, noticeDays: 7 };
    const row = rowOf(ANNOUNCER, { trail: [], expiryNotice });
    expect(faultOf(row)).toBeUndefined();
    expect(faultOf({ ...row, ...wrong })).toBe('malformed');
  });

  test.each(['mispId', 'version'])('has a domain event without its %s', (field) => {
    const verdictChanges = [{ licenseHash: sha256('k'), verdict: 'VALID', validTo: NOW } as const];
    const row = rowOf('update-misp-status', { trail: [['112']], verdictChanges, [field]: undefined });
    expect(faultOf(row)).toBe('malformed');
  });

  test.each([
    ['no trail', { trail: undefined as unknown as Trail }],
    ['no time', { at: Number.NaN }],
    ['no caller', { caller: undefined as unknown as { userId: string; userName: string } }],
  ])('cannot be expanded: %s', (_, overrides) => {
    expect(() => expandRow(sampleRow(overrides))).toThrow();
  });
});
