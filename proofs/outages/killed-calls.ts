import type { Admission, ServiceCall } from '../../local/aws/admission.ts';
import { FunctionWorker } from '../../local/functions/worker.ts';

/** What the proof kills, told apart. */
export const kinds = ['operations', 'publisher', 'sweeper'] as const;
export type Kind = (typeof kinds)[number];

/** A call of a function that ended because its process died. */
export interface KilledCall {
  /** With service and stage. */
  readonly function: string;
  readonly kind: Kind;
  /** The last call that it made of a service; undefined when it had made none. */
  readonly lastCall: string | undefined;
}

/** Calls that a publisher and a sweeper make only when they have rows to deliver. */
const DELIVERING = new Set(['events:PutEvents', 'dynamodb:BatchWriteItem']);

const KILLED = 'Runtime exited with error: signal: SIGKILL';

/**
 * Sees processes die. What was planned is not enough to count: a plan may come to nothing, or two may meet one process. So
 * this looks at the processes themselves, each of which reports the signal that ended it in the middle of a call; what a
 * process was doing is known from the calls that it made of the services.
 */
export class KilledCalls {
  readonly all: KilledCall[] = [];
  readonly #lastCalls = new Map<string, string>();
  #stopWatching: () => void = () => undefined;

  /** From now on every process that starts or runs is watched. What dies when the cloud is stopped is to be left out. */
  watch(): void {
    const killedCalls = this;
    const { invoke } = FunctionWorker.prototype;
    FunctionWorker.prototype.invoke = async function (...call) {
      const { session = '' } = this;
      killedCalls.#lastCalls.delete(session);
      const result = await invoke.apply(this, call);
      if (!result.ok && result.errorMessage === KILLED) killedCalls.#note(session);
      return result;
    };
    this.#stopWatching = () => {
      FunctionWorker.prototype.invoke = invoke;
      this.#stopWatching = () => undefined;
    };
  }

  stopWatching(): void {
    this.#stopWatching();
  }

  /** Admits every call, and remembers whose it was. */
  readonly admit = async ({ session, service, action }: ServiceCall): Promise<Admission> => {
    if (session !== undefined) this.#lastCalls.set(session, `${service}:${action}`);
    return { admitted: true };
  };

  count(kind: Kind): number {
    return this.all.filter((one) => one.kind === kind).length;
  }

  /** How many were killed between reading rows and having taken them away. */
  countWhileDelivering(kind: Kind): number {
    return this.all.filter((one) => one.kind === kind && DELIVERING.has(one.lastCall ?? '')).length;
  }

  #note(session: string): void {
    const name = /^local-session-of-(.*)\/\d+$/.exec(session)?.[1] ?? session;
    const special = name.endsWith('-publish-audit') ? 'publisher' : undefined;
    const kind = special ?? (name.endsWith('-sweep-audit-outbox') ? 'sweeper' : 'operations');
    this.all.push({ function: name, kind, lastCall: this.#lastCalls.get(session) });
  }
}
