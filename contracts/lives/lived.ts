/** What a life has to show for itself. */
export interface Lived {
  readonly mispId: string;
  /** What each validation on the way said. */
  readonly verdicts: readonly string[];
  /** How many MISPs the pages of the list held, and how many the search found. */
  readonly listed: number;
  readonly found: number;
  /** The code of a request that was to be refused. */
  readonly refusal: string;
}

/** Errors as problems, each with a status of its own; successes in MOSIP's envelope. */
export const ACCEPT = 'application/problem+json, application/json;q=0.9';

/** The profile of the MISP that lives, without its name. */
export const contact = { contactNumber: '+91 98450 12345', emailId: 'info@celltel.com', address: '1 Main Street' };

/** A time in a month, as requests tell it. */
export const inAMonth = () => new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString();
