import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * How numbers are read. No item of ours holds one that a double cannot; of an item that somebody wrote by hand, one such number must
 * not make the whole page unreadable, as the SDK's own way would.
 */
export const readNumbers = { wrapNumbers: Number } as const;

/**
 * The client of a function, made once when it starts. Connecting and answering have bounds of their own, well within the
 * ten seconds of a request, so that a silent store becomes a clear answer instead of a timeout of the function.
 */
export function createDynamoDbClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
  });
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    // A copy: the client changes the options that it gets.
    unmarshallOptions: { ...readNumbers },
  });
}
