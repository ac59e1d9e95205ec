/** The result of an invocation: the function's value, or the error that Lambda would report. */
export type InvocationResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** A failed invocation, with the error type that Lambda reports for it. */
export function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, errorType, errorMessage };
}

/** An answered invocation: event and value as JSON, and processor time. */
export interface AnsweredInvocation {
  readonly event: string;
  readonly value: string;
  /** Milliseconds of the whole process, from the event to the answer. */
  readonly processorMs: number;
}

/** Invokes functions of the template by ARN. */
export interface FunctionInvoker {
  invoke(functionArn: string, event: unknown): Promise<InvocationResult>;
}
