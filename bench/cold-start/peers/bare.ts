import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { OperationEvent } from '../../../functions/http/operation-event.ts';

/**
 * The plain handler that most would write for a validation: the same two calls by the SDK as it comes, and nothing else. No
 * check of the input, no log, no metric, no audit record that anybody could read, no answer to a failure.
 */
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async (event: OperationEvent) => {
  const mispId = event.pathParameters?.mispId;
  const { mispLicenseKey } = JSON.parse(String(event.body)).request;
  const { Item: misp } = await client.send(
    new GetCommand({ TableName: process.env.MISPS_TABLE, Key: { pk: `MISP#${mispId}` }, ConsistentRead: true }),
  );
  await client.send(
    new PutCommand({
      TableName: process.env.AUDIT_OUTBOX_TABLE,
      // The function whose place it takes in the local cloud may only write rows under its own name.
      Item: { id: `update-misp-status#${randomUUID()}`, mispId, at: Date.now(), event: 'validated' },
    }),
  );
  const isActive = misp?.status === 'approved' && misp.isActive;
  return { statusCode: 200, body: JSON.stringify({ response: { isActive, licenseKey: mispLicenseKey }, errors: [] }) };
};
