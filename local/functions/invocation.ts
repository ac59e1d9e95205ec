/** What a function answered: its value, or the error that Lambda would report. */
export type InvocationResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** Invokes functions of the template by their ARN, each in worker processes of its own. */
export interface FunctionInvoker {
  invoke(functionArn: string, event: unknown): Promise<InvocationResult>;
}
