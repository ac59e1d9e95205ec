import { profileFields } from '../../test/scenarios/arrangements.ts';
import type { RaceRequest } from './race.ts';

/** The requests that race, for MISPs and keys of one race. */

export const status = (id: string, mispStatus: string): RaceRequest => ({
  method: 'PATCH',
  path: `/misps/${id}/status`,
  fields: { mispStatus },
});
export const activity = (id: string, mispStatus: string): RaceRequest => ({
  method: 'PATCH',
  path: `/misps/${id}`,
  fields: { mispStatus },
});
export const register = (name: string): RaceRequest => ({
  method: 'POST',
  path: '/misps',
  fields: profileFields(name),
});
export const rename = (id: string, name: string): RaceRequest => ({
  method: 'PUT',
  path: `/misps/${id}`,
  fields: { name, emailId: 'a@b.org', contactNumber: '1', address: 'x' },
});
/** @param at the request's reading of the clock. */
export const keyStatus = (id: string, key: string, mispLicenseKeyStatus: string, at?: number): RaceRequest => ({
  method: 'PUT',
  path: `/misps/${id}/licenseKey`,
  fields: { mispLicenseKey: key, mispLicenseKeyStatus },
  ...(at === undefined ? {} : { at }),
});
export const download = (id: string, at?: number): RaceRequest => ({
  method: 'GET',
  path: `/misps/${id}/licenseKey`,
  ...(at === undefined ? {} : { at }),
});
