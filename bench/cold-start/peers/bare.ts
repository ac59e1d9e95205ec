import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { OperationEvent } from '../../../functions/http/operation-event.ts';

/**
 * The plain handler that most people would write for a validation: the same two calls with the unchanged SDK, and nothing
 * else. It has no input check, no log, no metric, no readable audit record and no error handling.
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
      // In the local cloud this handler replaces the function update-misp-status, whose role may only write rows under its name.
      Item: { id: `update-misp-status#${randomUUID()}`, mispId, at: Date.now(), event: 'validated' },
    }),
  );
  const isActive = misp?.status === 'approved' && misp.isActive;
  return { statusCode: 200, body: JSON.stringify({ response: { isActive, licenseKey: mispLicenseKey }, errors: [] }) };
};
