import { type ChangeStamp, type LicenseTerms, registeredMisp } from '../../../functions/domain/change-of-misp.ts';
import { hashLicenseKey } from '../../../functions/domain/license.ts';
import type { Misp, MispProfile } from '../../../functions/domain/misp.ts';
import { transition } from '../../../functions/domain/transition.ts';
import type { RuleTerms } from '../../../functions/operation/contract.ts';

/** The MISPs of the examples, made by the service's own code. */

const DAY_MS = 24 * 60 * 60 * 1000;
const at = (time: string) => Date.parse(time);
const REGISTERED_AT = at('2026-03-01T10:20:30.456Z');

export const exampleProfile: MispProfile = {
  name: 'Celltel',
  contactNumber: '+91 98450 12345',
  emailId: 'info@celltel.com',
  address: '1 Main Street, Springfield',
};

/** The time of the examples' requests. */
export const EXAMPLE_TIME = REGISTERED_AT + 2 * DAY_MS;

/** Keys that are obviously examples. */
const keyOf = (word: string) => `Example${word}Key`.padEnd(50, '0');
export const exampleKey = keyOf('License');
export const exampleKeyHash = hashLicenseKey(exampleKey);

export function stampAt(time: number, requestId = 'JKJaXmPLvHcESHA='): ChangeStamp {
  return { by: { userId: 'ada-7', userName: 'Ada Admin' }, at: time, requestId };
}

function termsWith(key: string): LicenseTerms {
  return { newKey: () => key, validityDays: 90 };
}

/** The terms of licences that an example issues. */
export const exampleTerms: RuleTerms = {
  ...termsWith(keyOf('NewLicense')),
  maxValidityDays: 3650,
  separationOfDuties: false,
  visibility: 'full',
};

/** A MISP that waits for approval. */
export const pendingMisp: Misp = registeredMisp('100', exampleProfile, stampAt(REGISTERED_AT));

/** The same MISP, approved the day after, with one licence. */
export const exampleMisp: Misp = approved(pendingMisp);

/** The same MISP, de-activated: its licence does not work. */
export const deactivatedMisp: Misp = moved(
  transition(exampleMisp, { kind: 'de-activate' }, stampAt(REGISTERED_AT + 1.5 * DAY_MS)),
);

function approved(misp: Misp): Misp {
  const approval = { kind: 'approve', terms: termsWith(exampleKey), separationOfDuties: false } as const;
  return moved(transition(misp, approval, stampAt(REGISTERED_AT + DAY_MS)));
}

function moved(result: { readonly kind: string; readonly misp?: Misp }): Misp {
  if (result.misp === undefined) throw new Error(`An example cannot be made: ${result.kind}`);
  return result.misp;
}
