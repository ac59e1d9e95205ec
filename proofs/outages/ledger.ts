import type { Outcome } from './callers.ts';

/** An event of the bus, as far as the books need it. */
export interface Entry {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A licence as it stands in the table, under its hash. */
export interface StoredLicense {
  readonly isSwitchedOn: boolean;
  readonly validTo: string;
  readonly createdDateTime: string;
}

/** A MISP as it stands in the table. */
export interface StoredMisp {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly status: string;
  readonly isActive: boolean;
  readonly licenses: Readonly<Record<string, StoredLicense>>;
}

/** All that the books are audited by: what callers know, what reached the bus, what is stored. */
export interface Ledger {
  readonly outcomes: readonly Outcome[];
  /** Audit records, with their duplicates. */
  readonly records: readonly Entry[];
  /** Domain events, with their duplicates. */
  readonly verdictEvents: readonly Entry[];
  readonly misps: readonly StoredMisp[];
}

const VERDICT_EVENT = 'LICENSE_VERDICT_CHANGED';

export function ledgerOf(
  outcomes: readonly Outcome[],
  entries: readonly Entry[],
  misps: readonly StoredMisp[],
): Ledger {
  return {
    outcomes,
    // Announcements of licences that expire are the request of nobody: proof 15 judges them.
    records: entries.filter(({ detail }) => detail.eventId !== undefined),
    verdictEvents: entries.filter(({ detailType }) => detailType === VERDICT_EVENT),
    misps,
  };
}

/** Entries without the copies that came more than once. */
export function distinct(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [String(entry.detail.recordId), entry])).values()];
}

/** The last three digits of a record's event id. */
export const digitsOf = ({ detail }: Entry): string => String(detail.eventId).slice(-3);

/** The digits of a request's records, in the order of the request. */
export function trailOf(records: readonly Entry[]): string {
  const places = new Map(records.map((record) => [Number(record.detail.sequence), digitsOf(record)]));
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([, digits]) => digits)
    .join();
}
