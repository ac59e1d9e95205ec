import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';

/** What the authorizer hands to an operation: who the verified token belongs to. */
export interface AuthorizedCaller {
  readonly userId: string;
  readonly userName: string;
}

/** The event of an operation: payload 2.0 of an HTTP API. The body is text when it arrives and parsed JSON later on. */
export type OperationEvent = Omit<APIGatewayProxyEventV2WithLambdaAuthorizer<AuthorizedCaller>, 'body'> & {
  body?: unknown;
};
