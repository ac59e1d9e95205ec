import { normalizeName } from './organization-name.ts';

/** The MISP and its licences, as the rules see them: no storage, no HTTP, no clock. */

/** The approval statuses of a MISP, spelt as in `status_code`. */
export const approvalStatuses = ['Inprogress', 'approved', 'rejected'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

/** A point in time in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** The caller, from the verified token. */
export interface Caller {
  readonly userId: string;
  readonly userName: string;
}

/** A licence key and its data. The key is a secret: key attributes and events may hold only its SHA-256 (`hash`). */
export interface License {
  readonly hash: string;
  readonly key: string;
  /** The licence's own switch. Whether it works also depends on its MISP: see `judgeLicense`. */
  readonly isSwitchedOn: boolean;
  /** The MISP's version that issued it: the order of issue, without a clock. 0 if the service did not issue it. */
  readonly issuedInVersion: number;
  readonly validFrom: Instant;
  readonly validTo: Instant;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly updatedBy: string | null;
  readonly updatedAt: Instant | null;
}

/** The name and contact data of a MISP. */
export interface MispProfile {
  readonly name: string;
  readonly address: string;
  readonly contactNumber: string;
  readonly emailId: string;
}

/** Only the fields of the profile: what the table stores and the answers show, as it was sent. */
export function profileOf({ name, address, contactNumber, emailId }: MispProfile) {
  return { name, address, contactNumber, emailId } satisfies Readonly<Record<keyof MispProfile, unknown>>;
}

/** The same, and the normalized name that the MISP holds from now on. */
export function normalizedProfile(profile: MispProfile) {
  return { ...profileOf(profile), normalizedName: normalizeName(profile.name) };
}

/** One MISP with all its licences, read and written as a whole. */
export interface Misp extends MispProfile {
  readonly id: string;
  /**
   * The normalized name that it holds. Stored and not computed again when the name is freed: the rules of Unicode
   * change with the runtime.
   */
  readonly normalizedName: string;
  readonly status: ApprovalStatus;
  readonly isActive: boolean;
  /** When it was last activated or, if never, registered. */
  readonly activeSince: Instant;
  readonly userId: string;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly updatedBy: string | null;
  readonly updatedAt: Instant | null;
  /** Starts at 1. Every change of the MISP or one of its licences raises it by one. */
  readonly version: number;
  /** Hashes of those who edited it since the last decision on it, including the registrar (`editors.ts`). */
  readonly editors: readonly string[];
  /** The request that made the last change. A retry after a lost answer recognizes by it that the change was made. */
  readonly lastRequestId: string;
  /** In the order of issue. */
  readonly licenses: readonly License[];
}

/** Longest MISP id in characters. */
export const MAX_MISP_ID_LENGTH = 36;

/** The last id that the counter may draw: longer numbers are not legal ids. */
export const LAST_COUNTED_ID = 99_999_999;

/** Replaces every text that is not a legal MISP id: such a text goes no further than the reading of the input. */
export const NO_MISP_ID = '';

/**
 * Whether a text is a legal MISP id (docs/rules.md, "MISP ids"). Answers and audit records show the id, so the rule
 * excludes what must not be in them: licence keys, e-mail addresses, phone numbers, line breaks.
 */
export function isPossibleMispId(text: string): boolean {
  return (
    text.length <= MAX_MISP_ID_LENGTH &&
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text) &&
    longestRun(text, /[^A-Za-z0-9]/) < 32 &&
    longestRun(text, /[^0-9]/) < 9 &&
    // Path segments of the API: `/misps/mispId/…`, `/misps/name/…`.
    text !== 'mispId' &&
    text !== 'name'
  );
}

/** The length of the longest part between separators. */
function longestRun(text: string, separator: RegExp): number {
  return Math.max(...text.split(separator).map((run) => run.length));
}
