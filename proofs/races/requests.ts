import { importedMisp } from '../model/imported.ts';
import type { Asked } from '../model/reference/call.ts';
import type { KnownMisp } from '../model/reference/world.ts';
import { NOW } from './race.ts';

/** The MISP of the races, and the requests. */

const mispId = 'alpha';
export const NAME = 'Acme';
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** The MISP, with this in place of what an import stores. */
export const misp = (part: Partial<KnownMisp>): KnownMisp =>
  importedMisp({ id: mispId, name: NAME, createdAt: NOW - YEAR_MS, ...part });

const profile = { contactNumber: '2', emailId: 'a-b@x.org', address: 'Elsewhere' };

export const register = (name: string): Asked => ({
  operation: 'register-misp',
  fields: { organizationName: name, ...profile },
});
export const rename = (name: string): Asked => ({ operation: 'update-misp', mispId, fields: { name, ...profile } });
export const decide = (word: string): Asked => ({
  ...{ operation: 'process-misp-status', mispId, fields: { mispStatus: word } },
});
export const setActivity = (word: string): Asked => ({
  ...{ operation: 'update-misp-status', mispId, fields: { mispStatus: word } },
});
export const switchKey = (key: string, word: string): Asked => ({
  ...{ operation: 'update-license-key-status', mispId },
  fields: { mispLicenseKey: key, mispLicenseKeyStatus: word },
});
export const download: Asked = { operation: 'download-license-key', mispId };
