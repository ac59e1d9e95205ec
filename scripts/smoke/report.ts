/** The outcome of a check. `skipped` says what it would need. */
export type CheckOutcome =
  | { readonly kind: 'passed'; readonly what?: string }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'skipped'; readonly needs: string };

/** Prints a line: `say` of the report, `complain` of why it ends. */
export interface Print {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** Counts outcomes and prints each. */
export class Report {
  /** Prints a line that is no outcome. */
  readonly say: Print['say'];
  readonly #counts = { passed: 0, failed: 0, skipped: 0 };

  constructor(say: Print['say']) {
    this.say = say;
  }

  add(title: string, outcome: CheckOutcome): void {
    this.#counts[outcome.kind] += 1;
    const sign = { passed: 'ok  ', failed: 'FAIL', skipped: '--  ' }[outcome.kind];
    const more =
      outcome.kind === 'failed'
        ? `: ${outcome.why}`
        : outcome.kind === 'skipped'
          ? `: not checked (${outcome.needs})`
          : '';
    this.say(`${sign} ${title}${outcome.kind === 'passed' && outcome.what ? `: ${outcome.what}` : more}`);
  }

  /** Runs a check. An exception is a failure. */
  async check(title: string, run: () => Promise<CheckOutcome>): Promise<void> {
    try {
      this.add(title, await run());
    } catch (error) {
      this.add(title, { kind: 'failed', why: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The number of failed checks so far. */
  get failures(): number {
    return this.#counts.failed;
  }

  /** Prints the last line. @returns whether nothing failed. */
  close(): boolean {
    const { passed, failed, skipped } = this.#counts;
    this.say(`\n${passed} passed, ${failed} failed, ${skipped} not checked here`);
    return failed === 0;
  }
}

export const passed = (what?: string): CheckOutcome => ({ kind: 'passed', ...(what === undefined ? {} : { what }) });
export const skipped = (needs: string): CheckOutcome => ({ kind: 'skipped', needs });
/** Passes if the value is the expected one. */
export function expectEqual(actual: unknown, wanted: unknown): CheckOutcome {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(wanted)];
  return left === right ? passed() : { kind: 'failed', why: `expected ${right}, got ${left}` };
}
