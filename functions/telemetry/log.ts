import { OperatorError, type OperatorNote } from './operator-error.ts';

/**
 * The log is a catalogue of lines, each a JSON object. No line has room for a licence key, a token, an e-mail address,
 * a phone number or any other text that a caller sent. docs/logging.md explains each line.
 */
export type LogLine =
  | {
      readonly event: 'request-answered';
      readonly operation: string;
      readonly requestId: string;
      readonly outcome: string;
      readonly durationMs: number;
    }
  | {
      readonly event: 'request-turned-away';
      readonly operation: string;
      readonly requestId: string;
      readonly problems: readonly string[];
    }
  | ({ readonly event: 'request-failed'; readonly operation: string; readonly requestId: string } & ErrorFacts)
  | ({ readonly event: 'authorization-failed'; readonly reason?: string } & ErrorFacts)
  | { readonly event: 'token-refused'; readonly reason: string }
  | { readonly event: 'audit-entry-refused'; readonly rowId: string; readonly errorCode: string }
  | {
      readonly event: 'audit-row-unreadable';
      readonly rowId: string;
      readonly fault: string;
      readonly catalogVersion?: number;
      readonly runbook: string;
    }
  | ({ readonly event: 'audit-delivery-delayed'; readonly rows: number } & ErrorFacts)
  | {
      readonly event: 'outbox-swept';
      readonly rows: number;
      readonly delivered: number;
      readonly delayed: number;
      readonly poison: number;
      readonly oldestAgeSeconds: number;
      readonly isComplete: boolean;
    }
  | ({ readonly event: 'license-not-announced'; readonly mispId: string } & ErrorFacts)
  | {
      readonly event: 'licenses-announced';
      readonly announced: number;
      readonly announcedBefore: number;
      readonly notDue: number;
      readonly failed: number;
      readonly behindSeconds: number;
    };

/**
 * The facts of an error that may be logged: its name and where it arose. Messages can contain a caller's text, so they
 * are left out.
 */
export interface ErrorFacts extends Partial<OperatorNote> {
  readonly errorName: string;
  readonly cause?: string;
  readonly frames: readonly string[];
}

export type Level = 'INFO' | 'WARN' | 'ERROR';

/** Writes lines; the functions use `writeLog`, tests collect them. */
export type Log = (level: Level, line: LogLine) => void;

/** Writes a line straight to standard output: `console` would wrap it. */
export const writeLog: Log = (level, line) => {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...line })}\n`);
};

/** The facts of an error, or of any other thrown value. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { errorName: typeof error, frames: [] };
  const frames = (error.stack ?? '')
    .replace(`${error.name}: ${error.message}`, '')
    .split('\n')
    .filter((line) => /^\s+at \S/.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
  const cause = error.cause instanceof Error ? { cause: error.cause.name } : {};
  const note = error instanceof OperatorError ? error.note : {};
  return { errorName: error.name, ...note, ...cause, frames };
}
