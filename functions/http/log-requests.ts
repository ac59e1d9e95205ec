import type { MiddlewareObj } from '@middy/core';
import { RejectedInput } from '../operation/rejected-input.ts';
import type { Settled } from '../operation/settle.ts';
import { StoreRefused, StoreUnavailable } from '../storage/misp-store.ts';
import { errorFacts, type Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { answerToInput, codeOf, type ErrorCodes } from './error-answers.ts';
import type { OperationEvent } from './operation-event.ts';

/** One line a request, and a count of those that never came to an answer of the operation. */
export function logRequests(
  operation: string,
  errorCodes: ErrorCodes,
  log: Log,
  metrics: Metrics,
): MiddlewareObj<OperationEvent, Settled<unknown>> {
  let startedAt = 0;
  return {
    before: () => {
      // One request at a time in a process of Lambda, so the variable is this request's own.
      startedAt = performance.now();
    },
    after: ({ event, response }) => {
      const result = response?.result;
      log('INFO', {
        event: 'request-answered',
        operation,
        requestId: event.requestContext.requestId,
        outcome: result?.kind === 'refused' ? codeOf(result.error, errorCodes) : 'success',
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
      });
      if (result?.kind === 'refused' && result.error.kind === 'misp-too-large') metrics({ MispItemTooLarge: 1 });
    },
    onError: ({ event, error }) => {
      const { requestId } = event.requestContext;
      if (error instanceof RejectedInput) {
        const { faults } = answerToInput(error.problems);
        const problems = faults.map(({ pointer, reason }) => `${pointer} ${reason}`.trimStart());
        log('WARN', { event: 'request-turned-away', operation, requestId, problems });
        metrics({ RequestsTurnedAway: 1 });
        return;
      }
      log('ERROR', { event: 'request-failed', operation, requestId, ...errorFacts(error) });
      if (error instanceof StoreUnavailable && !(error instanceof StoreRefused)) metrics({ StoreUnavailable: 1 });
      else metrics({ RequestsFailed: 1 });
    },
  };
}
