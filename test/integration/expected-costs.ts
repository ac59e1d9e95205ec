/** The cost of a request on DynamoDB, as AWS documents it: sequential calls, and capacity units. */
export interface Cost {
  readonly calls: readonly string[];
  readonly reads: number;
  /** Of the tables. Failed calls have no known cost (test/support/recorded-calls.ts). */
  readonly writes: number;
  readonly indexWrites: number;
}

/** This many strongly consistent reads of small items, then the row alone. */
export const readsThenRow = (count: number): Cost => ({
  calls: [...Array(count).fill('GetItem'), 'PutItem'],
  reads: count,
  writes: 1,
  indexWrites: 0,
});
export const ROW_ALONE = readsThenRow(0);
export const READ_THEN_ROW = readsThenRow(1);
/** A page of less than 4 KB: indexes are read eventually consistent, at half the price. */
export const QUERY_THEN_ROW: Cost = { calls: ['Query', 'PutItem'], reads: 0.5, writes: 1, indexWrites: 0 };
/**
 * One read, then this many small items in one transaction, at two units each.
 * @param indexWrites from `entries`.
 */
export const change = (items: number, indexWrites: number): Cost => ({
  calls: ['GetItem', 'TransactWriteItems'],
  reads: 1,
  writes: 2 * items,
  indexWrites,
});

/** Units of the index entries of a change. */
interface Entries {
  readonly byRegistration: number;
  readonly byName: number;
  readonly byStatus: number;
  /** 0 if the MISP runs out neither before nor after. */
  readonly byRunningOut: number;
}

/**
 * The units of all entries. All indexes include all attributes, so a change writes to each index of the MISP: one unit
 * for each KB, twice if the key changes, for the old and the new entry.
 */
export const entries = (moved: Partial<Entries>, units = 1): number => {
  const inPlace: Entries = { byRegistration: units, byName: units, byStatus: units, byRunningOut: units };
  return Object.values({ ...inPlace, ...moved }).reduce((sum, one) => sum + one);
};
export const NOT_RUNNING_OUT = { byRunningOut: 0 };
/** It starts or stops running out, and has another status. */
const DECIDED = entries({ byStatus: 2 });
/** With its second licence a MISP exceeds 1 KB and runs out at another time. */
const SECOND_LICENSE = entries({ byRunningOut: 1 + 2 }, 2);

/** A MISP of more than 2 KB, a new and a deleted pointer, the row. */
const LICENSE_LEAVES = change(3 + 1 + 1 + 1, entries({ byRunningOut: 2 * 3 }, 3));
const KEPT_WHILE_ONE_LEAVES: Cost = { ...LICENSE_LEAVES, writes: LICENSE_LEAVES.writes + 2 };
/** The same if its status changes and it did not run out before. */
const APPROVED_WHILE_ONE_LEAVES: Cost = { ...LICENSE_LEAVES, indexWrites: entries({ byStatus: 2 * 3 }, 3) };
/** A read of 400 KB, the transaction that does not fit, and the row of the refusal. */
const DOES_NOT_FIT: Cost = {
  calls: ['GetItem', 'TransactWriteItems failed', 'PutItem'],
  reads: 100,
  writes: 1,
  indexWrites: 0,
};
export const NOTHING: Cost = { calls: [], reads: 0, writes: 0, indexWrites: 0 };

const NAME_TAKEN: Cost = {
  calls: ['UpdateItem', 'TransactWriteItems failed', 'PutItem'],
  reads: 0,
  writes: 1 + 1,
  indexWrites: 0,
};
/** A transaction stopped by a kept outcome of the same key, then the row; with a read of the MISP, or without. */
const KEPT_THEN_ROW: Cost = { calls: ['TransactWriteItems failed', 'PutItem'], reads: 0, writes: 1, indexWrites: 0 };
const READ_KEPT_THEN_ROW: Cost = { ...KEPT_THEN_ROW, calls: ['GetItem', ...KEPT_THEN_ROW.calls], reads: 1 };
/** A repeat with a licence key in its answer: the key is read again. */
const SHOWS_KEPT_KEY: Cost = {
  calls: ['GetItem', 'TransactWriteItems failed', 'GetItem', 'PutItem'],
  reads: 2,
  writes: 1,
  indexWrites: 0,
};

/** Every path of every operation, by the names in audit-sequences.ts. costs.test.ts checks them. */
export const expectedCosts: Readonly<Record<string, Cost>> = {
  // The counter; then MISP, name, row.
  'register-misp: done': {
    calls: ['UpdateItem', 'TransactWriteItems'],
    reads: 0,
    writes: 1 + 2 * 3,
    indexWrites: entries(NOT_RUNNING_OUT),
  },
  'register-misp: bad e-mail': ROW_ALONE,
  'register-misp: right missing': ROW_ALONE,
  'register-misp: repeated': NAME_TAKEN,
  'register-misp: key of another request': NAME_TAKEN,
  // The kept outcome prevents the row of the refusal.
  'register-misp: refusal repeated': KEPT_THEN_ROW,
  'register-misp: name taken': NAME_TAKEN,
  // MISP, pointer, row.
  'process-misp-status: approved': change(3, DECIDED),
  'process-misp-status: approved, and an expired licence removed': APPROVED_WHILE_ONE_LEAVES,
  'process-misp-status: approved, and an expired licence removed, with an idempotency key': {
    ...APPROVED_WHILE_ONE_LEAVES,
    writes: KEPT_WHILE_ONE_LEAVES.writes,
  },
  'process-misp-status: rejected': change(2, DECIDED),
  'process-misp-status: right missing': ROW_ALONE,
  'process-misp-status: meant for another version': READ_THEN_ROW,
  // The answer shows the key, which is read again.
  'process-misp-status: repeated': SHOWS_KEPT_KEY,
  'process-misp-status: repeated, and the licence was removed': SHOWS_KEPT_KEY,
  'process-misp-status: key of another request': KEPT_THEN_ROW,
  'process-misp-status: wrong word': ROW_ALONE,
  'process-misp-status: unknown id': READ_THEN_ROW,
  'process-misp-status: already': READ_THEN_ROW,
  'process-misp-status: de-active and approve': READ_THEN_ROW,
  'process-misp-status: too many licences': { ...READ_THEN_ROW, reads: 4 },
  'process-misp-status: too large': DOES_NOT_FIT,
  // MISP, new name, old name, row.
  'update-misp: done': change(4, entries({ byName: 2, ...NOT_RUNNING_OUT })),
  'update-misp: bad e-mail': ROW_ALONE,
  'update-misp: right missing': ROW_ALONE,
  'update-misp: meant for another version': READ_THEN_ROW,
  'update-misp: repeated': READ_KEPT_THEN_ROW,
  'update-misp: key of another request': READ_KEPT_THEN_ROW,
  'update-misp: unknown id': READ_THEN_ROW,
  'update-misp: name taken': {
    calls: ['GetItem', 'TransactWriteItems failed', 'PutItem'],
    reads: 1,
    writes: 1,
    indexWrites: 0,
  },
  // Another transaction, which cannot succeed, checks whether the new name is taken.
  'update-misp: too large': {
    ...DOES_NOT_FIT,
    calls: ['GetItem', 'TransactWriteItems failed', 'TransactWriteItems failed', 'PutItem'],
  },
  'validate-license-key: done, valid': READ_THEN_ROW,
  'validate-license-key: done, expired': READ_THEN_ROW,
  'validate-license-key: right missing': ROW_ALONE,
  'validate-license-key: unknown key': readsThenRow(2),
  'validate-license-key: key of another MISP': readsThenRow(3),
  // A de-activated MISP no longer runs out.
  'update-misp-status: done': change(2, entries({})),
  'update-misp-status: done, nothing to change': READ_THEN_ROW,
  'update-misp-status: wrong word': ROW_ALONE,
  'update-misp-status: right missing': ROW_ALONE,
  'update-misp-status: meant for another version': READ_THEN_ROW,
  'update-misp-status: repeated': READ_KEPT_THEN_ROW,
  'update-misp-status: key of another request': KEPT_THEN_ROW,
  'update-misp-status: unknown id': READ_THEN_ROW,
  'update-misp-status: too large': DOES_NOT_FIT,
  // Without a switched-on licence it no longer runs out.
  'update-license-key-status: done': change(2, entries({})),
  'update-license-key-status: done, nothing to change': READ_THEN_ROW,
  'update-license-key-status: wrong word': ROW_ALONE,
  'update-license-key-status: right missing': ROW_ALONE,
  'update-license-key-status: meant for another version': READ_THEN_ROW,
  'update-license-key-status: repeated': READ_KEPT_THEN_ROW,
  'update-license-key-status: key of another request': KEPT_THEN_ROW,
  'update-license-key-status: unknown key': readsThenRow(2),
  "update-license-key-status: other MISP's key": readsThenRow(2),
  'update-license-key-status: expired': READ_THEN_ROW,
  'update-license-key-status: too large': DOES_NOT_FIT,
  'list-misps: done': QUERY_THEN_ROW,
  'list-misps: done, by status': QUERY_THEN_ROW,
  'list-misps: done, by expiry': QUERY_THEN_ROW,
  'list-misps: done, by name': QUERY_THEN_ROW,
  'list-misps: none': QUERY_THEN_ROW,
  'list-misps: right missing': ROW_ALONE,
  'get-misp: done': READ_THEN_ROW,
  'get-misp: unknown': READ_THEN_ROW,
  'get-misp: right missing': ROW_ALONE,
  'find-misps-by-name: done': QUERY_THEN_ROW,
  'find-misps-by-name: none': QUERY_THEN_ROW,
  'find-misps-by-name: right missing': ROW_ALONE,
  'download-license-key: done': READ_THEN_ROW,
  // MISP, pointer, row; with two licences the MISP exceeds 1 KB and costs twice.
  'download-license-key: renewed': change(4, SECOND_LICENSE),
  'download-license-key: renewed, and an expired licence removed': LICENSE_LEAVES,
  'download-license-key: unknown': READ_THEN_ROW,
  'download-license-key: right missing': ROW_ALONE,
  'download-license-key: not approved': READ_THEN_ROW,
  'download-license-key: de-active': READ_THEN_ROW,
  'download-license-key: no licence': READ_THEN_ROW,
  'download-license-key: none active': READ_THEN_ROW,
  'download-license-key: too many licences': { ...READ_THEN_ROW, reads: 4 },
  'download-license-key: too large': DOES_NOT_FIT,
  'rotate-license-key: right missing': ROW_ALONE,
  'rotate-license-key: meant for another version': READ_THEN_ROW,
  'rotate-license-key: repeated': SHOWS_KEPT_KEY,
  'rotate-license-key: repeated, and the licence was removed': SHOWS_KEPT_KEY,
  'rotate-license-key: key of another request': READ_KEPT_THEN_ROW,
  'rotate-license-key: done': change(4, SECOND_LICENSE),
  'rotate-license-key: done at once': change(4, SECOND_LICENSE),
  'rotate-license-key: done, and an expired licence removed': LICENSE_LEAVES,
  'rotate-license-key: done, and an expired licence removed, with an idempotency key': KEPT_WHILE_ONE_LEAVES,
  'rotate-license-key: unknown': READ_THEN_ROW,
  'rotate-license-key: not approved': READ_THEN_ROW,
  'rotate-license-key: de-active': READ_THEN_ROW,
  'rotate-license-key: too many licences': { ...READ_THEN_ROW, reads: 4 },
  'rotate-license-key: too large': DOES_NOT_FIT,
  'change-license-validity: right missing': ROW_ALONE,
  'change-license-validity: meant for another version': READ_THEN_ROW,
  'change-license-validity: repeated': READ_KEPT_THEN_ROW,
  // Another key is looked up first.
  'change-license-validity: key of another request': {
    ...KEPT_THEN_ROW,
    calls: ['GetItem', 'GetItem', ...KEPT_THEN_ROW.calls],
    reads: 2,
  },
  'change-license-validity: done': change(2, entries({ byRunningOut: 2 })),
  'change-license-validity: done, nothing to change': READ_THEN_ROW,
  'change-license-validity: unknown licence': readsThenRow(2),
  "change-license-validity: other MISP's licence": readsThenRow(2),
  'change-license-validity: expired': READ_THEN_ROW,
  'change-license-validity: too large': DOES_NOT_FIT,
};
