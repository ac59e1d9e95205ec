/** What a function answered: its value, or the error that Lambda would report. */
export type InvocationResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** An invocation that went wrong, with the error type that Lambda reports for it. */
export function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, errorType, errorMessage };
}

/** An invocation that was answered: what went in and came out, as JSON, and what it took of the processor. */
export interface AnsweredInvocation {
  readonly event: string;
  readonly value: string;
  /** Milliseconds of the function's whole process, from the event to the answer. */
  readonly processorMs: number;
}

/** Invokes functions of the template by their ARN, each in worker processes of its own. */
export interface FunctionInvoker {
  invoke(functionArn: string, event: unknown): Promise<InvocationResult>;
}
