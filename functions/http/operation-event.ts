import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';

/**
 * The event of an operation: payload 2.0 of an HTTP API. The body is text when it arrives and parsed JSON later on; the context
 * is whatever stands there until `admit` has read it.
 */
export type OperationEvent = Omit<APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>, 'body'> & {
  body?: unknown;
};
