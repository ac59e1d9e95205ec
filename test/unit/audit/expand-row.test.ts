import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../../functions/audit/catalog.ts';
import { EVENT_SOURCE } from '../../../functions/audit/event-source.ts';
import { expandRow, UnreadableRow, VERDICT_EVENT } from '../../../functions/audit/expand-row.ts';
import type { AuditNote, Trail } from '../../../functions/audit/trail.ts';
import { DAY, NOW, sha256 } from '../../support/sample-misp.ts';
import { sampleRow } from '../../support/sample-row.ts';

const detailsOf = (row = sampleRow()) => expandRow(row).map(({ detail }) => detail);

describe('an audit record', () => {
  test('has all these fields and no others', () => {
    const row = sampleRow({ trail: [['101'], ['212', '100']], version: 1 });
    expect(expandRow(row)).toEqual([
      {
        detailType: 'Register MISP',
        time: '2026-03-01T10:20:30.456Z',
        detail: {
          recordId: '01KJMQ0VWR0000000000000001-1',
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
          recordId: '01KJMQ0VWR0000000000000001-2',
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

  test('lacks the version where nothing changed, and the MISP where none is known', () => {
    const { version: _version, mispId: _mispId, ...row } = sampleRow({ outcome: 'PMS_MSP_401', trail: [['401']] });
    const [detail] = detailsOf(row);
    expect(detail).not.toHaveProperty('version');
    expect(detail).not.toHaveProperty('mispId');
    expect(detail).toMatchObject({ eventId: 'PMS_MSP_401', outcome: 'PMS_MSP_401', id: 'NO_ID' });
  });

  test('names the MISP that the request was about also where its reference is none or another', () => {
    const details = detailsOf(sampleRow({ mispId: '100', trail: [['109'], ['110', '101'], ['415', '100']] }));
    expect(details.map(({ id, mispId }) => [id, mispId])).toEqual([
      ['NO_ID', '100'],
      ['101', '100'],
      ['100', '100'],
    ]);
  });

  test('tells the status in 111 and 113, with the MISP as its reference', () => {
    const details = detailsOf(
      sampleRow({
        trail: [
          ['111', '100', 'MISP_REJECTED'],
          ['113', '100', 'de-active'],
        ],
      }),
    );
    expect(details.map(({ id, idType, description }) => [id, idType, description])).toEqual([
      ['100', 'MISP ID', 'The verdict on the licence key is MISP_REJECTED'],
      ['100', 'MISP ID', 'The activity status of the MISP is de-active'],
    ]);
  });

  test('is numbered from 1 within its request, and every record id is another', () => {
    const trail: Trail = [['120'], ['121', '100'], ['210']];
    const details = detailsOf(sampleRow({ trail }));
    expect(details.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(new Set(details.map(({ recordId }) => recordId)).size).toBe(3);
  });

  test('is the same on every delivery', () => {
    const row = sampleRow({ verdictChanges: [{ licenseHash: sha256('k'), verdict: 'VALID', validTo: NOW + DAY }] });
    expect(expandRow(structuredClone(row))).toEqual(expandRow(row));
  });

  test('can be written for every row of the catalogue, within the limits of the audit manager', () => {
    const longest = sampleRow({
      mispId: 'm'.repeat(36),
      caller: { userId: 'u'.repeat(256), userName: 'n'.repeat(128) },
      hostName: 'h'.repeat(128),
      hostIp: 'f'.repeat(45),
      trail: Object.entries(catalog).map(([key, { reference }]) =>
        reference === 'none'
          ? [key]
          : reference === 'misp'
            ? [key, 'm'.repeat(36)]
            : [key, 'm'.repeat(36), 'LICENSE_DEACTIVATED'],
      ) as unknown as Trail,
    });
    const details = detailsOf(longest);
    expect(details).toHaveLength(58);
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

test('licences that left stand in the record of the generation of a key, and in no other', () => {
  const removedLicenseKeyHashes = ['a'.repeat(64), 'b'.repeat(64)];
  const row = sampleRow({ trail: [['120'], ['121', '100'], ['210']], version: 4, removedLicenseKeyHashes });
  const found = detailsOf(row).map((detail) => detail.removedLicenseKeyHashes);
  expect(found).toEqual([undefined, removedLicenseKeyHashes, undefined]);
});

describe('a domain event', () => {
  const verdictChanges = [
    { licenseHash: sha256('one'), verdict: 'VALID', validTo: NOW + DAY },
    { licenseHash: sha256('two'), verdict: 'MISP_DEACTIVATED', validTo: NOW + 2 * DAY },
  ] as const;

  test('has all these fields and no others, one a licence, behind the records', () => {
    const events = expandRow(sampleRow({ trail: [['112'], ['205']], version: 4, verdictChanges }));
    expect(events.slice(2)).toEqual([
      {
        detailType: 'LICENSE_VERDICT_CHANGED',
        time: '2026-03-01T10:20:30.456Z',
        detail: {
          recordId: '01KJMQ0VWR0000000000000001-3',
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
          recordId: '01KJMQ0VWR0000000000000001-4',
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

  test('goes by these names', () => {
    expect(EVENT_SOURCE).toBe('mosip.pms.misp');
    expect(VERDICT_EVENT).toBe('LICENSE_VERDICT_CHANGED');
  });
});

describe('a row that no version of the code can have written', () => {
  const note = (...parts: string[]) => [parts as unknown as AuditNote] as const;

  test.each([
    ['a catalogue version to come', { catalogVersion: 2 }],
    ['no catalogue version', { catalogVersion: undefined as unknown as number }],
    ['a key that the catalogue does not have', { trail: note('999') }],
    ['a key that every object has', { trail: note('toString') }],
    ['a key without its word', { trail: note('104', '100') }],
    ['no MISP id where one belongs', { trail: note('212') }],
    ['no status where one belongs', { trail: note('111', '100') }],
  ])('is unreadable: %s', (_, overrides) => {
    expect(() => expandRow(sampleRow(overrides))).toThrow(UnreadableRow);
  });

  test.each([
    ['no trail', { trail: undefined as unknown as Trail }],
    ['no time', { at: Number.NaN }],
    ['no caller', { caller: undefined as unknown as { userId: string; userName: string } }],
  ])('cannot be expanded: %s', (_, overrides) => {
    expect(() => expandRow(sampleRow(overrides))).toThrow();
  });
});

test('a row without an audit event is none that this code can have written', () => {
  expect(() => expandRow({ ...sampleRow(), trail: [] as never })).toThrow(UnreadableRow);
});
