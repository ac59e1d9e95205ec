import type { Callers } from '../../functions/callers.ts';
import type { Intercept } from '../call-path.ts';
import { failAs } from './failed-answers.ts';
import { type Fault, readFault } from './fault.ts';

/** A fault that waits for calls. */
export interface PlannedFault extends Fault {
  /** How many calls it still waits for. */
  readonly count: number;
}

/** Makes calls of the functions, and what services do for them, fail on demand. Calls of anybody else never fail. */
export class Faults {
  readonly #callers: Callers;
  #planned: PlannedFault[] = [];
  #applied = 0;

  constructor(callers: Callers) {
    this.#callers = callers;
  }

  /**
   * Makes the next calls that it is about fail; behind what is planned already.
   * @param fault what is to go wrong; checked, since it may come from outside.
   * @throws Error that says what is wrong with the fault.
   */
  plan(fault: Fault): void;
  plan(fault: unknown): void;
  plan(fault: unknown): void {
    const { count = 1, function: name, ...rest } = readFault(fault);
    const only = name === undefined ? {} : { function: this.#callers.functionNamed(name) };
    this.#planned.push({ ...rest, ...only, count });
  }

  /** What has not applied yet, in the order in which it was planned. */
  planned(): readonly PlannedFault[] {
    return this.#planned;
  }

  /** How many calls were made to fail since the start. */
  get applied(): number {
    return this.#applied;
  }

  clear(): void {
    this.#planned = [];
  }

  readonly intercept: Intercept = async (call, carryOut) => {
    const name = this.#callers.nameOf(call.caller);
    const action = `${call.service}:${call.action}`;
    const fault = this.#planned.find(
      (one) => name !== undefined && one.action === action && (one.function ?? name) === name,
    );
    if (fault === undefined) return carryOut(call);
    // Counted down before anything is awaited: calls at the same time must not share one.
    this.#planned = this.#planned.flatMap((one) => {
      if (one !== fault) return [one];
      return one.count > 1 ? [{ ...one, count: one.count - 1 }] : [];
    });
    this.#applied += 1;
    return failAs(fault.mode, call, carryOut);
  };
}
