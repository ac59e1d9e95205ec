import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { connectDynamoDb, createDynamoDbClient, readNumbers, withoutUndefined } from './dynamodb-client.ts';

/**
 * The client of a function, with commands that take and give items as plain objects. It has a file of its own, because
 * every bundle that has this file has the document client.
 */
export function createDocumentClient(): DynamoDBDocumentClient {
  const client = createDynamoDbClient();
  const documentClient = DynamoDBDocumentClient.from(client, {
    // Copies: the client changes the options that it gets.
    marshallOptions: { ...withoutUndefined },
    unmarshallOptions: { ...readNumbers },
  });
  // The plain commands of a validation are sent without options, and so the client keeps their middleware. The document
  // client refuses to be made with this setting, because its own commands cannot be kept: they are sent with options.
  client.config.cacheMiddleware = true;
  return documentClient;
}

/** The same, with its connection open. To be awaited while the function loads. */
export async function connectedDocumentClient(): Promise<DynamoDBDocumentClient> {
  const client = createDocumentClient();
  await connectDynamoDb(client);
  return client;
}
