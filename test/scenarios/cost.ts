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
export const DECIDED = entries({ byStatus: 2 });
/** With its second licence a MISP exceeds 1 KB and runs out at another time. */
export const SECOND_LICENSE = entries({ byRunningOut: 1 + 2 }, 2);

/** A MISP of more than 2 KB, a new and a deleted pointer, the row. */
export const LICENSE_LEAVES = change(3 + 1 + 1 + 1, entries({ byRunningOut: 2 * 3 }, 3));
/** The same if its status changes and it did not run out before. */
export const APPROVED_WHILE_ONE_LEAVES: Cost = { ...LICENSE_LEAVES, indexWrites: entries({ byStatus: 2 * 3 }, 3) };
/** A read of 400 KB, the transaction that does not fit, and the row of the refusal. */
export const DOES_NOT_FIT: Cost = {
  calls: ['GetItem', 'TransactWriteItems failed', 'PutItem'],
  reads: 100,
  writes: 1,
  indexWrites: 0,
};
export const NOTHING: Cost = { calls: [], reads: 0, writes: 0, indexWrites: 0 };

export const NAME_TAKEN: Cost = {
  calls: ['UpdateItem', 'TransactWriteItems failed', 'PutItem'],
  reads: 0,
  writes: 1 + 1,
  indexWrites: 0,
};
/** A transaction stopped by a kept outcome of the same key, then the row; with a read of the MISP, or without. */
export const KEPT_THEN_ROW: Cost = {
  calls: ['TransactWriteItems failed', 'PutItem'],
  reads: 0,
  writes: 1,
  indexWrites: 0,
};
export const READ_KEPT_THEN_ROW: Cost = { ...KEPT_THEN_ROW, calls: ['GetItem', ...KEPT_THEN_ROW.calls], reads: 1 };
/** A repeat with a licence key in its answer: the key is read again. */
export const SHOWS_KEPT_KEY: Cost = {
  calls: ['GetItem', 'TransactWriteItems failed', 'GetItem', 'PutItem'],
  reads: 2,
  writes: 1,
  indexWrites: 0,
};
