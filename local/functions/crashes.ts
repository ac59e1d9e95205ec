import type { Intercept } from '../aws/call-path.ts';
import type { Callers } from './callers.ts';
import { type Crash, readCrash } from './crash.ts';

/** Kills the process of a session. @returns false if it is already gone. */
export type KillSession = (functionName: string, session: string) => boolean;

/** Kills processes of functions on demand, each during an invocation. */
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
   * Plans a kill in the next matching call, after the crashes that are already planned.
   * @param crash validated, because it may come from outside.
   * @throws Error that says what is wrong with it.
   */
  plan(crash: Crash): void;
  plan(crash: unknown): void;
  plan(crash: unknown): void {
    const read = readCrash(crash);
    this.#planned.push({ ...read, function: this.#callers.functionNamed(read.function) });
  }

  /** Crashes that are still to come. */
  planned(): readonly Crash[] {
    return this.#planned;
  }

  /** The number of processes killed since the start. */
  get happened(): number {
    return this.#happened;
  }

  clear(): void {
    this.#planned = [];
  }

  /**
   * Called when an invocation begins.
   * @returns when in the invocation to kill the process, from 0 to 1; undefined for no crash.
   */
  takeCrashMoment(functionName: string): number | undefined {
    const crash = this.#take((one) => one.function === functionName && one.after === undefined);
    if (crash === undefined) return undefined;
    // Counted now, because the process is killed before the answer at the latest.
    this.#happened += 1;
    return crash.moment ?? Math.random();
  }

  readonly intercept: Intercept = async (call, execute) => {
    const { session } = call;
    if (session === undefined || this.#planned.length === 0) return execute(call);
    const name = this.#callers.nameOf(call.caller);
    const action = `${call.service}:${call.action}`;
    const crash = this.#take((one) => one.function === name && one.after === action);
    if (crash === undefined) return execute(call);
    if (crash.when !== 'before') await execute(call);
    // Another crash may already have killed the process; count it once.
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
