/** What an error tells the log beside its name: words and numbers of the service's own, nothing that a caller sent. */
export interface OperatorNote {
  /** The page that says what to do. */
  readonly runbook: string;
  /** The version that something stored names; absent where it names none that is a number. */
  readonly storedVersion?: number;
}

/** An error that somebody who runs the service has to do something about: the log line names the page that says what. */
export class OperatorError extends Error {
  readonly note: OperatorNote;
  constructor(message: string, note: OperatorNote) {
    super(message);
    this.note = note;
  }
}
