import type { Admit, ServiceCall } from './admission.ts';

/** An answer of a service, before it is sent. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What follows the first half of the body, if not the other half. */
  readonly after?: 'silence' | 'cut off';
}

/** How a call ends: with an answer, with silence until the caller gives up, or with a closed connection. */
export type Outcome = ServiceAnswer | 'silence' | 'cut off';

/** Executes a call. An interceptor may pass on a changed call. */
export type Execute = (call: ServiceCall) => Promise<Outcome>;

/** Intercepts every call, and executes it with `execute` or not. */
export type Intercept = (call: ServiceCall, execute: Execute) => Promise<Outcome>;

/** Chains interceptors; the first is the outermost. */
export function chain(intercepts: readonly Intercept[]): Intercept {
  return (call, execute) => {
    const from = (index: number): Execute => {
      const intercept = intercepts[index];
      return intercept === undefined ? execute : (next) => intercept(next, from(index + 1));
    };
    return from(0)(call);
  };
}

/** Passes admitted calls on, and answers the others. */
export function gate(admit: Admit): Intercept {
  return async (call, execute) => {
    const admission = await admit(call);
    if (admission.admitted) return execute(call);
    return { status: admission.status, body: JSON.stringify(admission.body) };
  };
}

/**
 * Executes a call that an AWS service makes itself, such as a delivery.
 * @throws Error with the answer if it fails.
 */
export async function executeOrThrow(
  intercept: Intercept,
  call: ServiceCall,
  work: () => Promise<void>,
): Promise<void> {
  const outcome = await intercept(call, async () => {
    await work();
    return { status: 200, body: '{}' };
  });
  if (typeof outcome === 'string' || outcome.after !== undefined) {
    throw new Error(`${call.service}:${call.action} was not answered`);
  }
  if (outcome.status !== 200) throw new Error(outcome.body.toString());
}
