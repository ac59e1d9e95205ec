import type { Intercept } from '../aws/call-path.ts';
import type { Callers } from './callers.ts';
import { type Crash, readCrash } from './crash.ts';

/** Ends the process that a session belongs to. @returns false when there is none any more. */
export type KillSession = (functionName: string, session: string) => boolean;

/** Kills processes of functions on demand, each in the middle of a call. */
export class Crashes {
  readonly #callers: Callers;
  readonly #kill: KillSession;
  #planned: Crash[] = [];
  #happened = 0;

  constructor(callers: Callers, kill: KillSession) {
    this.#callers = callers;
    this.#kill = kill;
  }

  /**
   * Lets a process be killed in the next call that it is about; behind what is planned already.
   * @param crash checked, since it may come from outside.
   * @throws Error that says what is wrong with it.
   */
  plan(crash: Crash): void;
  plan(crash: unknown): void;
  plan(crash: unknown): void {
    const read = readCrash(crash);
    this.#planned.push({ ...read, function: this.#callers.functionNamed(read.function) });
  }

  /** What has not happened yet. */
  planned(): readonly Crash[] {
    return this.#planned;
  }

  /** How many processes were killed since the start. */
  get happened(): number {
    return this.#happened;
  }

  clear(): void {
    this.#planned = [];
  }

  /**
   * Asked when a call of a function begins.
   * @returns how far into the call its process is to be killed, from 0 to 1; undefined when it is to live.
   */
  momentOf(functionName: string): number | undefined {
    const crash = this.#take((one) => one.function === functionName && one.after === undefined);
    if (crash === undefined) return undefined;
    // Counted ahead: the call's answer is the latest moment, so the process does not outlive the call.
    this.#happened += 1;
    return crash.moment ?? Math.random();
  }

  readonly intercept: Intercept = async (call, carryOut) => {
    const { session } = call;
    if (session === undefined || this.#planned.length === 0) return carryOut(call);
    const name = this.#callers.nameOf(call.caller);
    const action = `${call.service}:${call.action}`;
    const crash = this.#take((one) => one.function === name && one.after === action);
    if (crash === undefined) return carryOut(call);
    if (crash.when !== 'before') await carryOut(call);
    // The process may be gone by now, killed at a moment of its call: it does not die twice.
    if (this.#kill(crash.function, session)) this.#happened += 1;
    return 'cut off';
  };

  #take(isMeant: (crash: Crash) => boolean): Crash | undefined {
    const found = this.#planned.find(isMeant);
    if (found === undefined) return undefined;
    this.#planned = this.#planned.filter((one) => one !== found);
    return found;
  }
}
