/** The MISP and its licences as the rules see them: no storage, no HTTP, no clock. */

/** Where the registration of a MISP stands; the spellings are those that clients read in `status_code`. */
export const approvalStatuses = ['Inprogress', 'approved', 'rejected'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

/** A point in time in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Who asks: the identity that the authorizer took from the verified token. */
export interface Caller {
  readonly userId: string;
  readonly userName: string;
}

/** A licence key and what is known of it. The key is a secret: only its SHA-256 (`hash`) may stand in keys and events. */
export interface License {
  readonly hash: string;
  readonly key: string;
  /** The licence's own switch. Whether it works also depends on its MISP: see `judgeLicense`. */
  readonly isSwitchedOn: boolean;
  /** The MISP's version that its issue brought about: the order of issue, which no clock can turn round. 0 for imported ones. */
  readonly issuedInVersion: number;
  readonly validFrom: Instant;
  readonly validTo: Instant;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly updatedBy: string | null;
  readonly updatedAt: Instant | null;
}

/** What a MISP may be called and how it is reached. */
export interface MispProfile {
  readonly name: string;
  readonly address: string;
  readonly contactNumber: string;
  readonly emailId: string;
}

/** One MISP with all its licences: the unit that is read and written as a whole. */
export interface Misp extends MispProfile {
  readonly id: string;
  /**
   * The form under which it holds its name. Kept with the MISP, not computed again when the name is freed: the rules of
   * Unicode change with the runtime.
   */
  readonly normalizedName: string;
  readonly status: ApprovalStatus;
  readonly isActive: boolean;
  /** When it was last activated, or registered. */
  readonly activeSince: Instant;
  readonly userId: string;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly updatedBy: string | null;
  readonly updatedAt: Instant | null;
  /** Raised by one with every change of the MISP or of one of its licences; starts at 1. */
  readonly version: number;
  /** Hashes of those who edited it since the last decision on it, the registrar included (`editors.ts`). */
  readonly editors: readonly string[];
  /** The request that made the last change: how a lost answer recognizes its own success. */
  readonly lastRequestId: string;
  /** In the order of their issue. */
  readonly licenses: readonly License[];
}

/** Longest MISP id in characters. */
export const MAX_MISP_ID_LENGTH = 36;

/** Stands for every text that no MISP can have as its id: such a text goes no further than the reading of the input. */
export const NO_MISP_ID = '';

/**
 * Whether a text can be the id of a MISP (docs/rules.md, "MISP ids"). The rule keeps out what does not belong into a path and
 * would end up in answers and audit records: licence keys, e-mail addresses, phone numbers, line breaks.
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
