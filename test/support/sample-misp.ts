import { createHash } from 'node:crypto';
import { inferredEditors } from '../../functions/domain/editors.ts';
import type { Caller, License, Misp } from '../../functions/domain/misp.ts';
import { normalizeName } from '../../functions/domain/organization-name.ts';

/** Builders of MISPs and licences. A test overrides the parts that matter to it. */

export const DAY = 24 * 60 * 60 * 1000;
export const NOW = Date.parse('2026-03-01T10:20:30.456Z');

export const caller: Caller = { userId: 'ada-7', userName: 'Ada Admin' };

/** A well-formed licence key, the same for the same number. */
export function sampleKey(number: number): string {
  return `Key${number}`.padEnd(50, 'x');
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Switched on, issued yesterday for 90 days. */
export function sampleLicense(overrides: Partial<Omit<License, 'hash'>> = {}): License {
  const key = overrides.key ?? sampleKey(1);
  return {
    hash: sha256(key),
    key,
    isSwitchedOn: true,
    issuedInVersion: 2,
    validFrom: NOW - DAY,
    validTo: NOW + 89 * DAY,
    createdBy: 'issuer-1',
    createdAt: NOW - DAY,
    updatedBy: null,
    updatedAt: null,
    ...overrides,
  };
}

/** Approved, active, without a licence. */
export function sampleMisp(overrides: Partial<Misp> = {}): Misp {
  return {
    id: '100',
    name: 'Celltel',
    normalizedName: normalizeName(overrides.name ?? 'Celltel'),
    address: '1 Main Street, Springfield',
    contactNumber: '+91 98450 12345',
    emailId: 'info@celltel.com',
    status: 'approved',
    isActive: true,
    activeSince: NOW - 2 * DAY,
    userId: 'founder-1',
    createdBy: 'founder-1',
    createdAt: NOW - 2 * DAY,
    updatedBy: 'approver-1',
    updatedAt: NOW - DAY,
    version: 2,
    editors: inferredEditors({ createdBy: 'founder-1', updatedBy: 'approver-1' }),
    lastRequestId: 'an-earlier-request',
    licenses: [],
    ...overrides,
  };
}
