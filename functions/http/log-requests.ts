import type { MiddlewareObj } from '@middy/core';
import { RejectedInput } from '../operation/rejected-input.ts';
import type { Result } from '../operation/result.ts';
import { Contended, CounterBehind, StoreRefused, StoreUnavailable } from '../storage/misp-store.ts';
import { errorFacts, type Log } from '../telemetry/log.ts';
import type { MetricName, Metrics } from '../telemetry/metrics.ts';
import { NotAuthenticated } from './caller-context.ts';
import { answerToInput, codeOf, type ErrorCodes } from './error-answers.ts';
import type { OperationEvent } from './operation-event.ts';

/**
 * The metric of a failure. If somebody has to act, it counts as a failed request even if it is a 503: its alarm fires
 * at the first one.
 */
function metricOf(error: Error | null | undefined): MetricName {
  if (error instanceof Contended) return 'RequestsContended';
  const passesByItself =
    error instanceof StoreUnavailable && !(error instanceof StoreRefused || error instanceof CounterBehind);
  return passesByItself ? 'StoreUnavailable' : 'RequestsFailed';
}

/** Logs one line for each request. Counts requests without an answer of the operation, and MISPs that are too large. */
export function logRequests(
  operation: string,
  errorCodes: ErrorCodes,
  log: Log,
  metrics: Metrics,
): MiddlewareObj<OperationEvent, Result<unknown>> {
  let startedAt = 0;
  return {
    before: () => {
      // A Lambda process serves one request at a time, so this variable belongs to it.
      startedAt = performance.now();
    },
    after: ({ event, response: result }) => {
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
      if (error instanceof NotAuthenticated) {
        log('WARN', { event: 'request-turned-away', operation, requestId, problems: ['token not-current'] });
        metrics({ RequestsTurnedAway: 1 });
        return;
      }
      log('ERROR', { event: 'request-failed', operation, requestId, ...errorFacts(error) });
      metrics({ [metricOf(error)]: 1 });
    },
  };
}
