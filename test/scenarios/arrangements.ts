import { marshall } from '@aws-sdk/util-dynamodb';
import { hashLicenseKey } from '../../functions/domain/license.ts';
import { MAX_EXPIRED_LICENSES, MAX_LICENSES } from '../../functions/domain/license-bounds.ts';
import type { License, Misp } from '../../functions/domain/misp.ts';
import { normalizeName } from '../../functions/domain/organization-name.ts';
import { toMispItem } from '../../functions/storage/item-shapes.ts';
import { itemBytes, MAX_ITEM_BYTES } from '../support/item-bytes.ts';
import { registerRequest, statusRequest } from './requests.ts';
import type { ServiceAnswer, ServiceDriver, ServiceRequest } from './service-driver.ts';

/** The initial states of scenarios. Names and ids are new every time, so that scenarios can share a store. */

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

/**
 * Sends a request that prepares a test.
 * @throws Error if it is refused.
 */
export async function done(driver: ServiceDriver, request: ServiceRequest): Promise<ServiceAnswer> {
  const answer = await driver.send(request);
  const [error] = answer.body?.errors ?? [{ message: 'no envelope' }];
  if (error !== undefined) {
    throw new Error(`${request.method} ${request.path}: HTTP ${answer.status}, ${error.errorCode} ${error.message}`);
  }
  return answer;
}

export async function registered(driver: ServiceDriver, name = newName()): Promise<string> {
  const answer = await done(driver, registerRequest(profileFields(name)));
  return answer.body.response.mispID;
}

export async function approved(driver: ServiceDriver, name?: string): Promise<{ id: string; key: string }> {
  const id = await registered(driver, name);
  const answer = await done(driver, statusRequest(id, 'approved'));
  return { id, key: answer.body.response.mispLicenseKey };
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function license(part: Partial<License> & { readonly key: string }): License {
  const validFrom = part.validFrom ?? Date.now() - DAY_MS;
  return {
    hash: hashLicenseKey(part.key),
    isSwitchedOn: true,
    issuedInVersion: 0,
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

/** As many licences as a MISP may hold, all switched off and none expired. */
export const fullOfLicenses = () =>
  Array.from({ length: MAX_LICENSES }, () =>
    license({ key: newKey(), isSwitchedOn: false, validFrom: Date.now() - 101 * DAY_MS }),
  );

/** One expired licence more than a MISP keeps when another is issued. */
export const moreExpiredThanStay = () =>
  Array.from({ length: MAX_EXPIRED_LICENSES + 1 }, () => expiredLicense(newKey()));

/** Stores a MISP as an import would. */
export async function imported(driver: Pick<ServiceDriver, 'importMisp'>, part: Partial<Misp> = {}): Promise<Misp> {
  const misp = importable(part);
  await driver.importMisp(misp);
  return misp;
}

/**
 * Stores a MISP that is too large for any change: the name of its creator, longer than any request allows, fills its
 * item up to DynamoDB's limit.
 */
export async function importedTooLarge(driver: ServiceDriver, part: Partial<Misp> = {}): Promise<Misp> {
  const misp = importable(part);
  const room = MAX_ITEM_BYTES - itemBytes(marshall(toMispItem(misp)));
  const full = { ...misp, createdBy: misp.createdBy.padEnd(misp.createdBy.length + room, 'x') };
  await driver.importMisp(full);
  return full;
}

/** A MISP to import. Its id is above those that the counter draws in a test. */
export function importable(part: Partial<Misp>): Misp {
  count += 1;
  const name = part.name ?? newName('Imported');
  return {
    id: `imported-${run}-${count}`,
    name,
    normalizedName: normalizeName(name),
    address: 'India',
    contactNumber: '9876543210',
    emailId: 'info@celltel.com',
    status: 'approved',
    isActive: true,
    activeSince: Date.now(),
    userId: 'importer',
    createdBy: 'importer',
    createdAt: Date.now(),
    updatedBy: null,
    updatedAt: null,
    version: 1,
    editors: [],
    lastRequestId: 'import',
    licenses: [],
    ...part,
  };
}
