import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { OperationEvent } from '../../../functions/http/operation-event.ts';

/**
 * The bare handler with a row that the publisher publishes like ours, as four audit records. For comparisons under load,
 * where publishing takes processor time from the next request.
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
      Item: {
        // In the local cloud this handler replaces the function update-misp-status, whose role may only write rows under its name.
        id: `update-misp-status#${randomBytes(13).toString('hex').toUpperCase()}`,
        catalogVersion: 1,
        at: Date.now(),
        outcome: 'success',
        requestId: event.requestContext.requestId,
        caller: { userId: 'bench', userName: 'bench' },
        hostName: 'bench',
        hostIp: '127.0.0.1',
        mispId,
        trail: [['112'], ['211', mispId], ['113', mispId, 'active'], ['205']],
        verdictChanges: [],
      },
    }),
  );
  const isActive = misp?.status === 'approved' && misp.isActive;
  return { statusCode: 200, body: JSON.stringify({ response: { isActive, licenseKey: mispLicenseKey }, errors: [] }) };
};
