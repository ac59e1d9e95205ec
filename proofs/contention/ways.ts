import { activityRequest, keyStatusRequest, statusRequest } from '../../test/scenarios/requests.ts';
import type { RaceRequest } from '../races/race.ts';
import type { RaceAnswer } from '../races/race-service.ts';

/** A way to revoke the licence of a MISP, and to give it one that works again. */
export interface Way {
  readonly name: string;
  readonly revoke: (mispId: string, key: string) => RaceRequest;
  /** A field of the revocation's own answer, and its value. */
  readonly answer: readonly [field: string, value: string];
  /** Its answer may hold a new key. */
  readonly arm: (mispId: string, key: string) => RaceRequest;
}

export const ways: readonly Way[] = [
  {
    name: 'reject',
    revoke: (id) => statusRequest(id, 'rejected'),
    answer: ['mispStatusCode', 'rejected'],
    arm: (id) => statusRequest(id, 'approved'),
  },
  {
    name: 'de-activate',
    revoke: (id) => activityRequest(id, 'De-active'),
    answer: ['message', 'MISP de-actived successfully'],
    arm: (id) => activityRequest(id, 'Active'),
  },
  {
    name: 'key off',
    revoke: (id, key) => keyStatusRequest(id, key, 'De-active'),
    answer: ['mispLicenseKeyStatus', 'De-active'],
    arm: (id, key) => keyStatusRequest(id, key, 'Active'),
  },
];

export const isOwnAnswer = ({ answer: [field, value] }: Way, { response }: RaceAnswer): boolean =>
  response?.[field] === value;

/** Whether a licence is switched on at a MISP that is approved and active, as an answer to `get` shows it. */
export function isEnabled(key: string, { response }: RaceAnswer): boolean {
  const { misp_licenses: licenses } = response as { readonly misp_licenses: readonly ShownLicense[] };
  return licenses.some(({ isActive, mispLicenseUniqueKey }) => isActive && mispLicenseUniqueKey.license_key === key);
}

interface ShownLicense {
  readonly isActive: boolean;
  readonly mispLicenseUniqueKey: { readonly license_key: string };
}
