/** One caller's calls of one action. */
export interface CallCount {
  readonly caller: string | undefined;
  readonly service: string;
  readonly action: string;
  readonly calls: number;
  /** Calls that got an error, including refused ones. */
  readonly errors: number;
  /** From the answers: only calls with ReturnConsumedCapacity have it. */
  readonly capacityUnits: number;
}

/** A call that has been answered. */
export interface AnsweredCall {
  readonly caller: string | undefined;
  readonly service: string;
  readonly action: string;
  readonly status: number;
  readonly answer: Buffer | string;
}

/** Counts calls by caller and action, and adds up the capacity that they used. */
export class CallLedger {
  readonly #counts = new Map<string, CallCount>();

  record(call: AnsweredCall): void {
    const { caller, service, action } = call;
    const key = `${caller} ${service} ${action}`;
    const before = this.#counts.get(key) ?? { caller, service, action, calls: 0, errors: 0, capacityUnits: 0 };
    this.#counts.set(key, {
      ...before,
      calls: before.calls + 1,
      errors: before.errors + (call.status === 200 ? 0 : 1),
      capacityUnits: before.capacityUnits + capacityOf(call.answer),
    });
  }

  all(): readonly CallCount[] {
    return [...this.#counts.values()];
  }

  /** Sets all counts to zero. */
  reset(): void {
    this.#counts.clear();
  }
}

/** The capacity units in an answer of DynamoDB; 0 if it has none. */
function capacityOf(answer: Buffer | string): number {
  // Saves parsing: most answers have none.
  if (!answer.includes('"ConsumedCapacity"')) return 0;
  const parsed: unknown = JSON.parse(answer.toString());
  const consumed =
    typeof parsed === 'object' && parsed !== null && 'ConsumedCapacity' in parsed && parsed.ConsumedCapacity;
  // An object for one table, or a list for several.
  return (Array.isArray(consumed) ? consumed : [consumed]).reduce(
    (sum: number, entry: unknown) => sum + unitsOf(entry),
    0,
  );
}

function unitsOf(entry: unknown): number {
  const units = typeof entry === 'object' && entry !== null && 'CapacityUnits' in entry ? entry.CapacityUnits : 0;
  return typeof units === 'number' ? units : 0;
}
