import { hashLicenseKey } from '../../functions/domain/license.ts';
import type { License, Misp } from '../../functions/domain/misp.ts';
import type { ServiceDriver } from './service-driver.ts';

/** What scenarios start from. Names and ids are new every time, so that scenarios share one store without meeting. */

let count = 0;
const run = Math.random().toString(36).slice(2, 8);

export const newName = (stem = 'Acme') => `${stem} ${run} ${++count}`;
export const newKey = () => `${run}${++count}`.padEnd(50, 'K');

export const profileFields = (name: string) => ({
  contactNumber: '9876543210',
  emailId: 'info@celltel.com',
  address: 'India',
  organizationName: name,
});

export async function registered(driver: ServiceDriver, name = newName()): Promise<string> {
  const answer = await driver.send({ method: 'POST', path: '/misps', fields: profileFields(name) });
  return answer.body.response.mispID;
}

export async function approved(driver: ServiceDriver, name?: string): Promise<{ id: string; key: string }> {
  const id = await registered(driver, name);
  const answer = await driver.send({
    method: 'PATCH',
    path: `/misps/${id}/status`,
    fields: { mispStatus: 'approved' },
  });
  return { id, key: answer.body.response.mispLicenseKey };
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function license(part: Partial<License> & { readonly key: string }): License {
  const validFrom = part.validFrom ?? Date.now() - DAY_MS;
  return {
    hash: hashLicenseKey(part.key),
    isSwitchedOn: true,
    validFrom,
    validTo: Date.now() + 30 * DAY_MS,
    createdBy: 'importer',
    createdAt: validFrom,
    updatedBy: null,
    updatedAt: null,
    ...part,
  };
}

export const expiredLicense = (key: string, isSwitchedOn = true) =>
  license({ key, isSwitchedOn, validFrom: Date.now() - 100 * DAY_MS, validTo: Date.now() - DAY_MS });

/** Ids of imported MISPs lie beyond those that the counter draws in a test. */
export async function imported(driver: ServiceDriver, part: Partial<Misp>): Promise<Misp> {
  count += 1;
  const misp: Misp = {
    id: `imported-${run}-${count}`,
    name: newName('Imported'),
    address: 'India',
    contactNumber: '9876543210',
    emailId: 'info@celltel.com',
    status: 'approved',
    isActive: true,
    userId: 'importer',
    createdBy: 'importer',
    createdAt: Date.now(),
    updatedBy: null,
    updatedAt: null,
    version: 1,
    lastRequestId: 'import',
    licenses: [],
    ...part,
  };
  await driver.importMisp(misp);
  return misp;
}
