import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { RejectedInput } from '../operation/rejected-input.ts';
import type { Result } from '../operation/result.ts';
import { StoreUnavailable } from '../storage/misp-store.ts';
import { acceptedForm } from './accepted-form.ts';
import { errorAnswer, REPLAYED, successAnswer } from './answer-form.ts';
import { NotAuthenticated } from './caller-context.ts';
import {
  answerToDomainError,
  answerToFailure,
  answerToInput,
  answerToUnauthenticated,
  type ErrorAnswer,
  type ErrorCodes,
} from './error-answers.ts';
import type { OperationEvent } from './operation-event.ts';
import { echoOf } from './read-input.ts';

/** How soon a caller may try again after a 503, in seconds. */
const RETRY_AFTER = { 'retry-after': '1' };
/** Asks a client to renew its token (RFC 6750, section 3). */
const CHALLENGE = { 'www-authenticate': 'Bearer error="invalid_token"' };

/** Turns the settled result of an operation, or an error, into an answer in the form that the caller prefers. */
export function answerRequests(
  errorCodes: ErrorCodes,
  clock: () => number,
): MiddlewareObj<OperationEvent, Result<unknown> | APIGatewayProxyStructuredResultV2> {
  const refuse = (event: OperationEvent, answer: ErrorAnswer, headers: Readonly<Record<string, string>> = {}) => {
    const { requestId } = event.requestContext;
    const request = { form: acceptedForm(event.headers?.accept), echo: echoOf(event.body), requestId };
    return errorAnswer(answer, request, new Date(clock()), headers);
  };
  return {
    after: (request) => {
      const { event, response: result } = request;
      if (!result || !('kind' in result)) return;
      request.response =
        result.kind === 'done'
          ? successAnswer(result, echoOf(event.body), new Date(clock()))
          : refuse(event, answerToDomainError(result.error, errorCodes), result.isReplayed ? REPLAYED : {});
    },
    onError: (request) => {
      const { event, error } = request;
      if (error instanceof RejectedInput) request.response = refuse(event, answerToInput(error.problems));
      else if (error instanceof NotAuthenticated)
        request.response = refuse(event, answerToUnauthenticated(), CHALLENGE);
      else if (error instanceof StoreUnavailable) {
        request.response = refuse(event, answerToFailure(503), RETRY_AFTER);
      } else request.response = refuse(event, answerToFailure(500));
    },
  };
}
