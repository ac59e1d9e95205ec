import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { DomainError, DomainErrorKind } from '../domain/errors.ts';
import { isPossibleMispId, NO_MISP_ID } from '../domain/misp.ts';
import type { VariableName } from '../environment/environment.ts';
import type { RequestContract } from '../operation/contract.ts';
import { type Answering, fingerprintOf, idempotencyId, sameError } from '../operation/idempotency.ts';
import type { LicenseKeyVisibility } from '../operation/license-key-visibility.ts';
import type { Operation } from '../operation/scope.ts';
import { Settlement } from '../operation/settle.ts';
import type { DoneFacts } from '../storage/idempotency-record.ts';
import type { MispStore } from '../storage/misp-store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { answerRequests } from './answer-requests.ts';
import { admit, NotAuthenticated } from './caller-context.ts';
import { codeOf, type ErrorCodes } from './error-answers.ts';
import { logRequests } from './log-requests.ts';
import type { OperationEvent } from './operation-event.ts';
import { readBody } from './read-body.ts';
import { readInput } from './read-input.ts';

/** The dependencies of serving an operation. The entry points bind the real ones, tests their own. */
export interface Serving {
  readonly errorCodes: ErrorCodes;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The store for one request; `deadline` on the clock of `performance.now()`. */
  readonly storeUntil: (deadline: number) => MispStore;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Reserved from the function's time for the answer itself. */
const ANSWER_TIME_MS = 750;

export type OperationHandler = (event: OperationEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Serves an operation behind the HTTP API: the pipeline that all operations share. The first step here is the
 * outermost: it starts first and has the final say on the answer. docs/rules.md has the order of the checks.
 * @param answering how to answer a repeated request; for operations with an idempotency key.
 */
export function operationHandler<Input extends object, Body>(
  request: RequestContract<Input, VariableName>,
  operation: Operation<Input, Body>,
  serving: Serving,
  answering?: Answering<Input, Body>,
): OperationHandler {
  // Otherwise a key would be read and have no effect: a repeat would be carried out again.
  if (request.retryHeaders.includes('idempotency-key') !== (answering !== undefined)) {
    throw new TypeError(`${request.name} must have both idempotency keys and answers to repeat, or neither`);
  }
  const { errorCodes, clock, log, metrics } = serving;
  return middy<OperationEvent>()
    .use(answerRequests(errorCodes, clock)) // turns whatever happens below into an answer
    .use(logRequests(request.name, errorCodes, log, metrics)) //    sees the result before it becomes an answer
    .handler(async (event: OperationEvent, context: Context) => {
      const now = clock();
      const { requestId, http, authorizer } = event.requestContext;
      const admitted = admit(authorizer?.lambda, now);
      if (admitted === undefined) throw new NotAuthenticated();
      const { caller, issuer, rights } = admitted;
      const store = serving.storeUntil(performance.now() + context.getRemainingTimeInMillis() - ANSWER_TIME_MS);
      const sentId = event.pathParameters?.mispId;
      const mispId = askedMispId(sentId);
      const facts = {
        operation: request.name,
        requestId,
        caller,
        at: now,
        hostName: context.functionName,
        hostIp: http.sourceIp,
        ...(mispId === undefined ? {} : { mispId }),
      };
      const toCode = (error: DomainError) => codeOf(error, errorCodes);
      if (!rights.has(request.right)) return new Settlement(store, facts, toCode).denyAccess();
      // Kept in the event: answers repeat `id` and `version` of the parsed body (`answer-requests.ts`).
      if (request.method !== 'GET') event.body = readBody(event);
      const parts = {
        path: event.pathParameters ?? {},
        query: event.queryStringParameters ?? {},
        headers: event.headers,
        body: event.body,
      };
      const { input, retry } = readInput(request, parts, now, operation.faultsInTime);
      const visibility: LicenseKeyVisibility = rights.has('keys') ? 'full' : 'masked';
      const { idempotencyKey: key, ifMatch } = retry;
      const repeatable =
        key === undefined || answering === undefined
          ? undefined
          : {
              id: idempotencyId(request.name, { issuer, userId: caller.userId, mispId: sentId, key }),
              fingerprint: fingerprintOf(answering.compared?.(input) ?? input),
              visibility,
              showsKey: answering.showsKey,
              answer: (done: DoneFacts, shown: string | undefined) => answering.answer(input, done, shown),
              errorOf: (why: DomainErrorKind) => sameError(why, answering.named(input)),
            };
      const settlement = new Settlement(store, facts, toCode, { ifMatch, repeatable });
      const stamp = { by: caller, at: now, requestId };
      const scope = { stamp, misps: store, visibility, allocateMispId: () => store.allocateMispId() };
      return settlement.settle(await operation(input, scope));
    });
}

/** The MISP id of a path; `NO_MISP_ID` for an illegal one, undefined if the path has none. */
function askedMispId(sent: string | undefined): string | undefined {
  return sent === undefined || isPossibleMispId(sent) ? sent : NO_MISP_ID;
}
