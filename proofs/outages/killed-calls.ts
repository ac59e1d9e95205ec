import type { Admission, ServiceCall } from '../../local/aws/admission.ts';
import { FunctionWorker } from '../../local/functions/worker.ts';

/** The kinds of processes that the proof kills. */
export const kinds = ['operations', 'publisher', 'sweeper'] as const;
export type Kind = (typeof kinds)[number];

/** An invocation that ended because its process died. */
export interface KilledCall {
  /** With service and stage. */
  readonly function: string;
  readonly kind: Kind;
  /** Its last call of an AWS service; undefined if it had made none. */
  readonly lastCall: string | undefined;
}

/** Calls that a publisher and a sweeper make only with rows to deliver. */
const DELIVERING = new Set(['events:PutEvents', 'dynamodb:BatchWriteItem']);

const KILLED = 'Runtime exited with error: signal: SIGKILL';

/**
 * Counts killed processes. The plan is not enough: a planned kill may never happen, or two may hit one process. So this
 * reads the signal with which each process ended during an invocation, and its calls of AWS services tell what it was
 * doing.
 */
export class KilledCalls {
  readonly all: KilledCall[] = [];
  readonly #lastCalls = new Map<string, string>();
  #stopWatching: () => void = () => undefined;

  /** Starts to watch every process. Call `stopWatching` before the cloud stops: deaths at that time do not count. */
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

  /** Admits every call, and remembers its caller. */
  readonly admit = async ({ session, service, action }: ServiceCall): Promise<Admission> => {
    if (session !== undefined) this.#lastCalls.set(session, `${service}:${action}`);
    return { admitted: true };
  };

  count(kind: Kind): number {
    return this.all.filter((one) => one.kind === kind).length;
  }

  /** How many were killed between reading rows and deleting them. */
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
