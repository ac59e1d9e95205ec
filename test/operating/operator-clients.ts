import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * An operator's clients for a local cloud's services, like `aws` with AWS_ENDPOINT_URL, without a role of the stack.
 */
export function operatorClients(endpoint: string) {
  const options = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'OPERATOR', secretAccessKey: 'not-a-secret' },
    maxAttempts: 1,
  };
  const events = new EventBridgeClient(options);
  // Otherwise the client would call AWS's host from the queue's URL.
  const queues = new SQSClient({ ...options, useQueueUrlAsEndpoint: false });
  const tables = new DynamoDBClient(options);
  const destroy = () => {
    for (const client of [events, queues, tables]) client.destroy();
  };
  return { events, queues, tables, destroy };
}
