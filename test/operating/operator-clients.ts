import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';

/** What an operator reaches a local cloud's services with: as `aws` with AWS_ENDPOINT_URL does, under no role of the stack. */
export function operatorClients(endpoint: string) {
  const options = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'OPERATOR', secretAccessKey: 'not-a-secret' },
    maxAttempts: 1,
  };
  const events = new EventBridgeClient(options);
  // The queue's URL names AWS's host, which would be called otherwise.
  const queues = new SQSClient({ ...options, useQueueUrlAsEndpoint: false });
  const tables = new DynamoDBClient(options);
  const destroy = () => {
    for (const client of [events, queues, tables]) client.destroy();
  };
  return { events, queues, tables, destroy };
}
