import type { Admit, ServiceCall } from './admission.ts';

/** An answer of a service, before it is sent. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a call ends: with an answer, with silence until the caller gives up, or with a closed connection. */
export type Outcome = ServiceAnswer | 'silence' | 'cut off';

/** Executes a call. An interceptor may pass on a changed call. */
export type CarryOut = (call: ServiceCall) => Promise<Outcome>;

/** Intercepts every call, and executes it with `carryOut` or not. */
export type Intercept = (call: ServiceCall, carryOut: CarryOut) => Promise<Outcome>;

/** Chains interceptors; the first is the outermost. */
export function inTurn(intercepts: readonly Intercept[]): Intercept {
  return (call, carryOut) => {
    const from = (index: number): CarryOut => {
      const intercept = intercepts[index];
      return intercept === undefined ? carryOut : (next) => intercept(next, from(index + 1));
    };
    return from(0)(call);
  };
}

/** Passes admitted calls on, and answers the others. */
export function gate(admit: Admit): Intercept {
  return async (call, carryOut) => {
    const admission = await admit(call);
    if (admission.admitted) return carryOut(call);
    return { status: admission.status, body: JSON.stringify(admission.body) };
  };
}

/**
 * Executes a call that an AWS service makes itself, such as a delivery.
 * @throws Error with the answer if it fails.
 */
export async function carryOutOrThrow(
  intercept: Intercept,
  call: ServiceCall,
  work: () => Promise<void>,
): Promise<void> {
  const outcome = await intercept(call, async () => {
    await work();
    return { status: 200, body: '{}' };
  });
  if (typeof outcome === 'string') throw new Error(`${call.service}:${call.action} was not answered`);
  if (outcome.status !== 200) throw new Error(outcome.body.toString());
}
