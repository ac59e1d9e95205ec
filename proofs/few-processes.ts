/**
 * For the local cloud of a proof that shows nothing about concurrent processes of one function: an invocation waits this
 * long for a busy one, longer than the first takes to start.
 */
export const fewProcesses = { growAfterMs: 1000 };
