import type { Callers } from '../../functions/callers.ts';
import type { Intercept } from '../call-path.ts';
import { failAs } from './failed-answers.ts';
import { type Fault, readFault } from './fault.ts';

/** A planned fault. */
export interface PlannedFault extends Fault {
  /** Number of calls still to fail. */
  readonly count: number;
}

/**
 * Injects faults into calls of the functions, and into calls that services make for them. Calls of anybody else never
 * fail.
 */
export class Faults {
  readonly #callers: Callers;
  #planned: PlannedFault[] = [];
  #applied = 0;

  constructor(callers: Callers) {
    this.#callers = callers;
  }

  /**
   * Makes the next matching calls fail, after the faults that are already planned.
   * @param fault validated, because it may come from outside.
   * @throws Error that says what is wrong with the fault.
   */
  plan(fault: Fault): void;
  plan(fault: unknown): void;
  plan(fault: unknown): void {
    const { count = 1, function: name, ...rest } = readFault(fault);
    const only = name === undefined ? {} : { function: this.#callers.functionNamed(name) };
    this.#planned.push({ ...rest, ...only, count });
  }

  /** Faults that are still to come, in the order of planning. */
  planned(): readonly PlannedFault[] {
    return this.#planned;
  }

  /** Number of calls that were made to fail since the start. */
  get applied(): number {
    return this.#applied;
  }

  clear(): void {
    this.#planned = [];
  }

  readonly intercept: Intercept = async (call, execute) => {
    const name = this.#callers.nameOf(call.caller);
    const action = `${call.service}:${call.action}`;
    const fault = this.#planned.find(
      (one) => name !== undefined && one.action === action && (one.function ?? name) === name,
    );
    if (fault === undefined) return execute(call);
    // Counted down before any await: concurrent calls must not share one fault.
    this.#planned = this.#planned.flatMap((one) => {
      if (one !== fault) return [one];
      return one.count > 1 ? [{ ...one, count: one.count - 1 }] : [];
    });
    this.#applied += 1;
    return failAs(fault.mode, call, execute);
  };
}
