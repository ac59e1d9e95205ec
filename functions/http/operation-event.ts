import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';

/**
 * The event of an operation: payload 2.0 of an HTTP API. The body arrives as text and is parsed later. The context can
 * be anything until `admit` has read it.
 */
export type OperationEvent = Omit<APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>, 'body'> & {
  body?: unknown;
};
