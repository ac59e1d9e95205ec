/** What an error adds to its log line: words and numbers of the service, nothing that a caller sent. */
export interface OperatorNote {
  /** The page that says what to do. */
  readonly runbook: string;
  /** The version in a stored item; absent if it has none or it is not a number. */
  readonly storedVersion?: number;
}

/** An error that an operator must act on: the log line names the page that says how. */
export class OperatorError extends Error {
  readonly note: OperatorNote;
  constructor(message: string, note: OperatorNote) {
    super(message);
    this.note = note;
  }
}
