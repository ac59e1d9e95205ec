import type { Admit, ServiceCall } from './admission.ts';

/** An answer of a service, before it is sent. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What becomes of a call: an answer; no answer until the caller gives up; or the end of the connection without one. */
export type Outcome = ServiceAnswer | 'silence' | 'cut off';

/** Carries a call out; the call may be another than the one that was made. */
export type CarryOut = (call: ServiceCall) => Promise<Outcome>;

/** Stands in the way of every call: carries it out with `carryOut`, or does not. */
export type Intercept = (call: ServiceCall, carryOut: CarryOut) => Promise<Outcome>;

/** One after the other: the first is the outermost. */
export function inTurn(intercepts: readonly Intercept[]): Intercept {
  return (call, carryOut) => {
    const from = (index: number): CarryOut => {
      const intercept = intercepts[index];
      return intercept === undefined ? carryOut : (next) => intercept(next, from(index + 1));
    };
    return from(0)(call);
  };
}

/** Lets through what is admitted, and answers for the rest. */
export function gate(admit: Admit): Intercept {
  return async (call, carryOut) => {
    const admission = await admit(call);
    if (admission.admitted) return carryOut(call);
    return { status: admission.status, body: JSON.stringify(admission.body) };
  };
}

/**
 * Carries out what a service of AWS does by itself, such as a delivery.
 * @throws Error with the answer when it fails.
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
