/** The result of a lifecycle. */
export interface LifecycleResult {
  readonly mispId: string;
  /** The reason of each validation. */
  readonly verdicts: readonly string[];
  /** How many MISPs the list returned, and how many the search. */
  readonly listed: number;
  readonly found: number;
  /** The error code of the refused request. */
  readonly refusal: string;
}

/** Asks for errors as problems with their own statuses, and successes in MOSIP's envelope. */
export const ACCEPT = 'application/problem+json, application/json;q=0.9';

/** The profile of the MISP, without its name. */
export const contact = { contactNumber: '+91 98450 12345', emailId: 'info@celltel.com', address: '1 Main Street' };

/** The time in a month, in the format of requests. */
export const inAMonth = () => new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString();
