import type { KnownLicense, KnownMisp } from './reference/world.ts';

/** An imported licence. @param name the prefix of its key. */
export const importedLicense = (name: string, on: boolean, from: number, to: number): KnownLicense => ({
  ...{ key: name.padEnd(50, 'x'), issuedInVersion: 0, on, from, to },
  ...{ createdBy: 'importer', createdAt: from, updatedBy: null, updatedAt: null },
});

/** An imported MISP: approved, active and without a licence unless specified. */
export const importedMisp = (part: Pick<KnownMisp, 'id' | 'name' | 'createdAt'> & Partial<KnownMisp>): KnownMisp => ({
  ...{ address: 'India', contactNumber: '1', emailId: 'info@celltel.com' },
  ...{ approval: 'approved', active: true, activeSince: part.createdAt, version: 1, licenses: [] },
  ...{ createdBy: 'importer', updatedBy: null, updatedAt: null, editors: ['importer'], lastRequestId: 'import' },
  ...part,
});
