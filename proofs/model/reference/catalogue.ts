import type { Note } from './expected.ts';
import type { OperationName } from './outcomes.ts';

/**
 * The catalogue of audit events by the contract: the 33 rows of MOSIP's list of events, the 22 of its release 1.1.4, and
 * this service's own. It omits 463, which needs an item of 400 KB, 453, which needs the separation of duties, and 460,
 * which needs a caller without a right. Copied from the contract row by row, not from the service, so that an error in
 * the service's copy shows.
 */

export interface CatalogueRow {
  readonly digits: string;
  readonly eventType: 'User' | 'System';
  readonly eventName: string;
  /** Whether its records refer to a MISP id. */
  readonly isOfMisp: boolean;
  /** What the description must contain, as MOSIP's has a placeholder for it. */
  readonly mustContain: 'id' | 'status' | 'nothing';
}

type Line = readonly [
  digits: string,
  type: CatalogueRow['eventType'],
  name: string,
  reference: 'none' | 'MISP',
  mustContain: CatalogueRow['mustContain'],
  /** For an id with different names in several operations. */
  operation?: OperationName,
];

const listed: readonly Line[] = [
  ['101', 'User', 'Register MISP', 'none', 'nothing'],
  ['200', 'User', 'Register MISP', 'none', 'nothing'],
  ['212', 'User', 'Register MISP', 'MISP', 'id'],
  ['102', 'System', 'Register MISP', 'none', 'nothing'],
  ['103', 'System', 'Register MISP', 'none', 'nothing'],
  ['104', 'System', 'Processing of MISP status request', 'MISP', 'id'],
  ['104', 'System', 'Processing of MISP status request', 'MISP', 'id'],
  ['105', 'System', 'Processing of MISP status request', 'MISP', 'id'],
  ['106', 'System', 'Processing of MISP status request', 'MISP', 'id'],
  ['107', 'System', 'Update MISP request', 'none', 'nothing'],
  ['108', 'System', 'Update MISP request', 'none', 'nothing'],
  ['109', 'System', 'Validate license key', 'none', 'nothing'],
  ['110', 'System', 'Validate license key', 'MISP', 'id'],
  ['111', 'System', 'Validate license key', 'MISP', 'status'],
  ['112', 'System', 'Update MISP status request', 'none', 'nothing'],
  ['113', 'System', 'Update MISP status request', 'MISP', 'status'],
  ['114', 'System', 'Update MISP license key request', 'none', 'nothing'],
  ['201', 'System', 'Processing MISP status request', 'MISP', 'id'],
  ['202', 'System', 'Processing MISP status request', 'MISP', 'id'],
  ['211', 'System', 'Update MISP status', 'MISP', 'id'],
  ['203', 'System', 'Update MISP request', 'none', 'nothing'],
  ['204', 'System', 'Validate MISP license key', 'none', 'nothing'],
  ['205', 'System', 'Update MISP status request', 'none', 'nothing'],
  ['401', 'System', 'Create MISP request', 'none', 'nothing'],
  ['416', 'System', 'Update MISP request', 'MISP', 'nothing'],
  ['402', 'System', 'Update MISP request', 'none', 'nothing'],
  ['417', 'System', 'Create MISP request', 'none', 'nothing'],
  ['403', 'System', 'Processing MISP status request', 'MISP', 'id'],
  ['404', 'System', 'Processing MISP status request', 'none', 'nothing'],
  ['405', 'System', 'Processing MISP status request', 'MISP', 'id'],
  ['406', 'System', 'Validate license key', 'none', 'nothing'],
  ['418', 'System', 'Update MISP license key request', 'MISP', 'id'],
  ['407', 'System', 'Update MISP status request', 'MISP', 'id'],
];

/** MOSIP has no text for these. If they refer to a MISP, the description must contain its id, as in the others. */
const added: readonly Line[] = [
  ['115', 'System', 'Update MISP license key request', 'MISP', 'id'],
  ['206', 'System', 'Update MISP license key request', 'none', 'nothing'],
  ['408', 'System', 'Update MISP license key request', 'MISP', 'id'],
  ['419', 'System', 'Update MISP license key request', 'MISP', 'id'],
  ['116', 'System', 'Get all MISP request', 'none', 'nothing'],
  ['207', 'System', 'Get all MISP request', 'none', 'nothing'],
  ['409', 'System', 'Get all MISP request', 'none', 'nothing'],
  ['117', 'System', 'Get MISP by id request', 'none', 'nothing'],
  ['208', 'System', 'Get MISP by id request', 'none', 'nothing'],
  ['118', 'System', 'Get MISP by id request', 'MISP', 'id'],
  ['119', 'System', 'Get MISP by organization name', 'none', 'nothing'],
  ['209', 'System', 'Get MISP by organization name', 'none', 'nothing'],
  ['410', 'System', 'Get MISP by organization name', 'none', 'nothing'],
  ['120', 'System', 'Request for downloading license key', 'none', 'nothing'],
  ['210', 'System', 'Request for downloading license key', 'none', 'nothing'],
  ['410', 'System', 'Request for downloading license key', 'MISP', 'id'],
  ['411', 'System', 'Request for downloading license key', 'MISP', 'id'],
  ['412', 'System', 'Request for downloading license key', 'MISP', 'id'],
  ['413', 'System', 'Request for downloading license key', 'MISP', 'id'],
  ['121', 'System', 'Request for downloading license key', 'MISP', 'id'],
  ['414', 'System', 'Finding MISP by id', 'MISP', 'id'],
  ['415', 'System', 'Validating license key', 'MISP', 'id'],
];

const own: readonly Line[] = [
  ['154', 'System', 'Repeat of an answered request', 'none', 'nothing'],
  ['154', 'System', 'Repeat of an answered request', 'MISP', 'id'],
  ['461', 'System', 'MISP version mismatch', 'MISP', 'id'],
  ['462', 'System', 'Idempotency key conflict', 'none', 'nothing'],
  ['462', 'System', 'Idempotency key conflict', 'MISP', 'id'],
  ['452', 'System', 'Processing of MISP status request', 'MISP', 'id', 'process-misp-status'],
  ['452', 'System', 'Request for downloading license key', 'MISP', 'id', 'download-license-key'],
  ['452', 'System', 'Rotate MISP license key request', 'MISP', 'id', 'rotate-license-key'],
  ['150', 'System', 'Rotate MISP license key request', 'none', 'nothing'],
  ['250', 'System', 'Rotate MISP license key request', 'none', 'nothing'],
  ['151', 'System', 'Rotate MISP license key request', 'MISP', 'id'],
  ['450', 'System', 'Rotate MISP license key request', 'MISP', 'id'],
  ['451', 'System', 'Rotate MISP license key request', 'MISP', 'id'],
  ['152', 'System', 'Update MISP license validity request', 'none', 'nothing'],
  ['251', 'System', 'Update MISP license validity request', 'none', 'nothing'],
  ['153', 'System', 'Update MISP license validity request', 'MISP', 'id'],
  ['454', 'System', 'Update MISP license validity request', 'MISP', 'id'],
];

const nameOf = (digits: string, isOfMisp: boolean, operation?: OperationName) =>
  `${digits} ${isOfMisp ? 'of a MISP' : 'without reference'}${operation === undefined ? '' : ` in ${operation}`}`;

/** 410 is two events, one with a reference and one without. The two of 104 differ only in their description. */
const rows: ReadonlyMap<string, CatalogueRow> = new Map(
  [...listed, ...added, ...own].map(([digits, eventType, eventName, reference, mustContain, operation]) => {
    const isOfMisp = reference === 'MISP';
    return [nameOf(digits, isOfMisp, operation), { digits, eventType, eventName, isOfMisp, mustContain }];
  }),
);

/** Names of all rows, to count which occurred; the two of 104 count as one. */
export const catalogueNames: readonly string[] = [...rows.keys()];

export function catalogueNameOf([digits, mispId]: Note, operation: OperationName): string {
  const isOfMisp = mispId !== undefined;
  const name = nameOf(digits, isOfMisp, operation);
  return rows.has(name) ? name : nameOf(digits, isOfMisp);
}

/** The row of a note of the model. @throws Error if the contract has no such event. */
export function catalogueRowOf(note: Note, operation: OperationName): CatalogueRow {
  const name = catalogueNameOf(note, operation);
  const row = rows.get(name);
  if (row === undefined) throw new Error(`The contract has no event ${name}`);
  return row;
}
