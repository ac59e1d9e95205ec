import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '../sdk/client-settings.ts';
import { FreshAgent } from '../sdk/fresh-agent.ts';
import { openConnection } from '../sdk/open-connection.ts';
import { streamline } from '../sdk/streamline.ts';
import { MISPS_KEY } from './table-schema.ts';

/**
 * How numbers are read. No item of ours holds a number that a double cannot. Somebody may write one by hand: the SDK's
 * own way would then make the whole page unreadable.
 */
export const readNumbers = { wrapNumbers: Number } as const;

/** How items are written: without properties that are undefined. */
export const withoutUndefined = { removeUndefinedValues: true } as const;

/** Well within the ten seconds of a request, so that a silent store becomes a clear answer instead of a timeout of the function. */
const REQUEST_TIMEOUT_MS = 2500;

/** The client of a function, made once when it starts. */
export function createDynamoDbClient(): DynamoDBClient {
  const agent = new FreshAgent();
  const client: DynamoDBClient = new DynamoDBClient({
    maxAttempts: 3,
    ...clientSettings('dynamodb', REQUEST_TIMEOUT_MS, agent, () => client.config),
  });
  streamline(client, agent);
  // For AWS services that call others, to find loops: DynamoDB calls none.
  client.middlewareStack.remove('recursionDetectionMiddleware');
  return client;
}

/** The same, with its connection open. To be awaited while the function loads. */
export async function connectedDynamoDbClient(): Promise<DynamoDBClient> {
  const client = createDynamoDbClient();
  await connectDynamoDb(client);
  return client;
}

/** Opens the connection of a client. Never rejects. */
export function connectDynamoDb(client: Pick<DynamoDBClient, 'config' | 'middlewareStack' | 'send'>): Promise<void> {
  return openConnection(client, () =>
    // With options: its middleware must not be kept, because it answers this call itself.
    client.send(new GetItemCommand({ TableName: '-', Key: { [MISPS_KEY]: { S: '-' } } }), {}),
  );
}
