import { describe, expect, test } from '@jest/globals';
import { type CatalogEvent, catalog } from '../../../functions/audit/catalog.ts';

/** One row: digits of the id, type, event name, kind of reference. */
type Row = readonly [digits: string, type: 'User' | 'System', name: string, reference: 'No ID' | 'MISP ID'];

/** The 33 rows of MOSIP's list of events, as published; 104 occurs twice. */
const seedRows: readonly Row[] = [
  ['101', 'User', 'Register MISP', 'No ID'],
  ['200', 'User', 'Register MISP', 'No ID'],
  ['212', 'User', 'Register MISP', 'MISP ID'],
  ['102', 'System', 'Register MISP', 'No ID'],
  ['103', 'System', 'Register MISP', 'No ID'],
  ['104', 'System', 'Processing of MISP status request', 'MISP ID'],
  ['104', 'System', 'Processing of MISP status request', 'MISP ID'],
  ['105', 'System', 'Processing of MISP status request', 'MISP ID'],
  ['106', 'System', 'Processing of MISP status request', 'MISP ID'],
  ['107', 'System', 'Update MISP request', 'No ID'],
  ['108', 'System', 'Update MISP request', 'No ID'],
  ['109', 'System', 'Validate license key', 'No ID'],
  ['110', 'System', 'Validate license key', 'MISP ID'],
  ['111', 'System', 'Validate license key', 'MISP ID'],
  ['112', 'System', 'Update MISP status request', 'No ID'],
  ['113', 'System', 'Update MISP status request', 'MISP ID'],
  ['114', 'System', 'Update MISP license key request', 'No ID'],
  ['201', 'System', 'Processing MISP status request', 'MISP ID'],
  ['202', 'System', 'Processing MISP status request', 'MISP ID'],
  ['211', 'System', 'Update MISP status', 'MISP ID'],
  ['203', 'System', 'Update MISP request', 'No ID'],
  ['204', 'System', 'Validate MISP license key', 'No ID'],
  ['205', 'System', 'Update MISP status request', 'No ID'],
  ['401', 'System', 'Create MISP request', 'No ID'],
  ['416', 'System', 'Update MISP request', 'MISP ID'],
  ['402', 'System', 'Update MISP request', 'No ID'],
  ['417', 'System', 'Create MISP request', 'No ID'],
  ['403', 'System', 'Processing MISP status request', 'MISP ID'],
  ['404', 'System', 'Processing MISP status request', 'No ID'],
  ['405', 'System', 'Processing MISP status request', 'MISP ID'],
  ['406', 'System', 'Validate license key', 'No ID'],
  ['418', 'System', 'Update MISP license key request', 'MISP ID'],
  ['407', 'System', 'Update MISP status request', 'MISP ID'],
];

/** Rows of release 1.1.4 that the list leaves out. */
const addedRows: readonly Row[] = [
  ['115', 'System', 'Update MISP license key request', 'MISP ID'],
  ['206', 'System', 'Update MISP license key request', 'No ID'],
  ['408', 'System', 'Update MISP license key request', 'MISP ID'],
  ['419', 'System', 'Update MISP license key request', 'MISP ID'],
  ['116', 'System', 'Get all MISP request', 'No ID'],
  ['207', 'System', 'Get all MISP request', 'No ID'],
  ['409', 'System', 'Get all MISP request', 'No ID'],
  ['117', 'System', 'Get MISP by id request', 'No ID'],
  ['208', 'System', 'Get MISP by id request', 'No ID'],
  ['118', 'System', 'Get MISP by id request', 'MISP ID'],
  ['119', 'System', 'Get MISP by organization name', 'No ID'],
  ['209', 'System', 'Get MISP by organization name', 'No ID'],
  ['410', 'System', 'Get MISP by organization name', 'No ID'],
  ['120', 'System', 'Request for downloading license key', 'No ID'],
  ['210', 'System', 'Request for downloading license key', 'No ID'],
  ['410', 'System', 'Request for downloading license key', 'MISP ID'],
  ['411', 'System', 'Request for downloading license key', 'MISP ID'],
  ['412', 'System', 'Request for downloading license key', 'MISP ID'],
  ['413', 'System', 'Request for downloading license key', 'MISP ID'],
  ['121', 'System', 'Request for downloading license key', 'MISP ID'],
  ['414', 'System', 'Finding MISP by id', 'MISP ID'],
  ['415', 'System', 'Validating license key', 'MISP ID'],
];

const entries: readonly (readonly [string, CatalogEvent])[] = Object.entries(catalog);
const asRow = ({ eventId, eventType, eventName, reference }: CatalogEvent): Row => [
  eventId.replace('PMS_MSP_', ''),
  eventType,
  eventName,
  reference === 'none' ? 'No ID' : 'MISP ID',
];
const asText = (row: Row) => row.join(' | ');

describe('the catalogue of audit events', () => {
  test('is checked against 33 rows of the list and 22 added ones', () => {
    expect(seedRows).toHaveLength(33);
    expect(addedRows).toHaveLength(22);
  });

  test('has each of these rows unchanged, and its own only with other ids; docs/audit.md has them all', () => {
    const mosips = [...seedRows, ...addedRows];
    const ids = new Set(mosips.map(([digits]) => digits));
    const actual = entries.map(([, event]) => asRow(event)).filter(([digits]) => ids.has(digits));
    expect(actual.map(asText).sort()).toEqual(mosips.map(asText).sort());
  });

  test('has ids of the form PMS_MSP_nnn, and keys that begin with the digits', () => {
    for (const [key, { eventId }] of entries) {
      expect(eventId).toMatch(/^PMS_MSP_\d{3}$/);
      expect(key.slice(0, 3)).toBe(eventId.slice(-3));
    }
  });

  test('uses an id twice only where MOSIP does, for refusals of several operations, and for events with or without a MISP', () => {
    const ids = entries.map(([, { eventId }]) => eventId.slice(-3));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index).sort()).toEqual([
      '104',
      '154',
      '410',
      '452',
      '452',
      '460',
      '462',
    ]);
  });

  test('has the status in 111 and 113, and only there', () => {
    const withStatus = entries.filter(([, { reference }]) => reference === 'misp-with-status');
    expect(withStatus.map(([key]) => key)).toEqual(['111', '113']);
    for (const [, event] of withStatus) expect(event.describe('4711', 'the-status')).toContain('the-status');
  });

  test('has the MISP id in the description if the reference is one, and different descriptions for 104 and 410', () => {
    for (const [, event] of entries) {
      if (event.reference === 'misp') expect(event.describe('4711')).toMatch(/\b4711\b/);
    }
    for (const digits of ['104', '410']) {
      const texts = entries.flatMap(([key, event]) => (key.startsWith(digits) ? [event.describe('4711', 'x')] : []));
      expect(new Set(texts).size).toBe(2);
    }
  });

  test("stays within the lengths of MOSIP's audit manager", () => {
    for (const [, event] of entries) {
      expect(event.eventId.length).toBeLessThanOrEqual(64);
      expect(event.eventName.length).toBeLessThanOrEqual(128);
      const text = event.describe('m'.repeat(36), 's'.repeat(36));
      expect(text.length).toBeGreaterThan(10);
      expect(text.length).toBeLessThanOrEqual(2048);
    }
  });
});
