import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { VariableName } from '../environment/environment.ts';
import type { RequestContract } from '../operation/contract.ts';
import type { Operation } from '../operation/scope.ts';
import { Settlement } from '../operation/settle.ts';
import type { MispStore } from '../storage/misp-store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { answerRequests } from './answer-requests.ts';
import { codeOf, type ErrorCodes } from './error-answers.ts';
import { logRequests } from './log-requests.ts';
import type { OperationEvent } from './operation-event.ts';
import { readBody } from './read-body.ts';
import { readInput } from './read-input.ts';

/** What serving an operation depends on. The entries bind the real ones, tests their own. */
export interface Serving {
  readonly errorCodes: ErrorCodes;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The store for one request; `deadline` on the clock of `performance.now()`. */
  readonly storeUntil: (deadline: number) => MispStore;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Kept back from the function's time for the answer itself. */
const ANSWER_TIME_MS = 750;

export type OperationHandler = (event: OperationEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Serves an operation behind the HTTP API: the one pipeline of all ten. What comes first here is outermost: it starts first
 * and has the last word on the answer.
 */
export function operationHandler<Input, Body>(
  request: RequestContract<Input, VariableName>,
  operation: Operation<Input, Body>,
  serving: Serving,
): OperationHandler {
  const { errorCodes, clock, log, metrics } = serving;
  const pipeline = middy<OperationEvent>()
    .use(answerRequests(errorCodes, clock)) //                      whatever happens below becomes an answer here
    .use(logRequests(request.name, errorCodes, log, metrics)); //   sees the result before it becomes an answer
  if (request.method !== 'GET') pipeline.use(readBody());
  return pipeline.handler(async (event: OperationEvent, context: Context) => {
    const input = readInput(request, {
      path: event.pathParameters ?? {},
      query: event.queryStringParameters ?? {},
      body: event.body,
    });
    const { requestId, http, authorizer } = event.requestContext;
    const { userId, userName } = authorizer.lambda;
    const caller = { userId, userName };
    const now = clock();
    const store = serving.storeUntil(performance.now() + context.getRemainingTimeInMillis() - ANSWER_TIME_MS);
    const facts = {
      operation: request.name,
      requestId,
      caller,
      at: now,
      hostName: context.functionName,
      hostIp: http.sourceIp,
    };
    const settlement = new Settlement(store, facts, (error) => codeOf(error, errorCodes));
    const scope = { stamp: { by: caller, at: now, requestId }, misps: store, drawMispId: () => store.drawMispId() };
    return settlement.settle(await operation(input, scope));
  });
}
