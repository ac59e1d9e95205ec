import type { KnownLicense, KnownMisp } from './reference/world.ts';

/** A licence as an import stores it. @param name what its key begins with. */
export const importedLicense = (name: string, on: boolean, from: number, to: number): KnownLicense => ({
  ...{ key: name.padEnd(50, 'x'), issuedInVersion: 0, on, from, to },
  ...{ createdBy: 'importer', createdAt: from, updatedBy: null, updatedAt: null },
});

/** A MISP as an import stores it: approved, active and without a licence where nothing else is said. */
export const importedMisp = (part: Pick<KnownMisp, 'id' | 'name' | 'createdAt'> & Partial<KnownMisp>): KnownMisp => ({
  ...{ address: 'India', contactNumber: '1', emailId: 'info@celltel.com' },
  ...{ approval: 'approved', active: true, activeSince: part.createdAt, version: 1, licenses: [] },
  ...{ createdBy: 'importer', updatedBy: null, updatedAt: null, editors: ['importer'], lastRequestId: 'import' },
  ...part,
});
