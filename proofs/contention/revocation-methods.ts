import type { Answered } from '../model/proving-ground.ts';
import type { Asked } from '../model/reference/call.ts';
import { fieldOf } from './callers.ts';

/** A way to revoke a licence, and to give the MISP a licence that works again. */
export interface RevocationMethod {
  readonly name: string;
  readonly revoke: (mispId: string, key: string) => Asked;
  /** A field of the revocation's answer, and its expected value. */
  readonly answer: readonly [field: string, value: string];
  /** The request that restores it. Its answer may hold a new key. */
  readonly restore: (mispId: string, key: string) => Asked;
}

const decide = (mispStatus: string) => (mispId: string) =>
  ({ operation: 'process-misp-status', mispId, fields: { mispStatus } }) as const;
const setActivity = (mispStatus: string) => (mispId: string) =>
  ({ operation: 'update-misp-status', mispId, fields: { mispStatus } }) as const;
const switchKey = (mispLicenseKeyStatus: string) => (mispId: string, mispLicenseKey: string) =>
  ({ operation: 'update-license-key-status', mispId, fields: { mispLicenseKey, mispLicenseKeyStatus } }) as const;

export const revocationMethods: readonly RevocationMethod[] = [
  {
    name: 'reject',
    revoke: decide('rejected'),
    answer: ['mispStatusCode', 'rejected'],
    restore: decide('approved'),
  },
  {
    name: 'de-activate',
    revoke: setActivity('De-active'),
    answer: ['message', 'MISP de-actived successfully'],
    restore: setActivity('Active'),
  },
  {
    name: 'key off',
    revoke: switchKey('De-active'),
    answer: ['mispLicenseKeyStatus', 'De-active'],
    restore: switchKey('Active'),
  },
];

export const isOwnAnswer = ({ answer: [field, value] }: RevocationMethod, answered: Answered): boolean =>
  fieldOf(answered, field) === value;
