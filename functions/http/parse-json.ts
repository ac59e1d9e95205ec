import type { MiddlewareObj } from '@middy/core';
import jsonBodyParser from '@middy/http-json-body-parser';
import { RejectedInput } from '../operation/rejected-input.ts';
import type { OperationEvent } from './operation-event.ts';

const WRONG_CONTENT_TYPE = 415;

const statusOf = (error: unknown) =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

/**
 * Parses the JSON body. Middy's parser does the work; its error is replaced by one of ours, because it carries the body
 * itself, which must never come near a log.
 */
export function parseJson(): MiddlewareObj<OperationEvent> {
  const parser = jsonBodyParser();
  return {
    before: async (request) => {
      try {
        await parser.before?.(request as Parameters<NonNullable<typeof parser.before>>[0]);
      } catch (error) {
        const what =
          statusOf(error) === WRONG_CONTENT_TYPE ? 'content type is not application/json' : 'body is not JSON';
        throw new RejectedInput([{ kind: 'unreadable', what }]);
      }
    },
  };
}
