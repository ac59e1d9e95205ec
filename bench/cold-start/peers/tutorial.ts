import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
// Tutorials import it this way, which prevents tree shaking. This peer shows the cost.
// biome-ignore lint/style/noRestrictedImports: this peer imports zod as tutorials do
import { z } from 'zod';
import type { OperationEvent } from '../../../functions/http/operation-event.ts';

/** A typical result of tutorials: the bare handler with a schema, a logger, metrics and a tracer, set up as their pages show. */
const logger = new Logger({ serviceName: 'misp' });
const metrics = new Metrics({ namespace: 'misp', serviceName: 'misp' });
const tracer = new Tracer({ serviceName: 'misp' });
const client = tracer.captureAWSv3Client(DynamoDBDocumentClient.from(new DynamoDBClient({})));

const requestBody = z.object({ request: z.object({ mispLicenseKey: z.string().min(1).max(128) }) });

export const handler = async (event: OperationEvent, context: Context) => {
  logger.addContext(context);
  const mispId = event.pathParameters?.mispId;
  const { request } = requestBody.parse(JSON.parse(String(event.body)));
  const { Item: misp } = await client.send(
    new GetCommand({ TableName: process.env.MISPS_TABLE, Key: { pk: `MISP#${mispId}` }, ConsistentRead: true }),
  );
  await client.send(
    new PutCommand({
      TableName: process.env.AUDIT_OUTBOX_TABLE,
      Item: { id: randomUUID(), mispId, at: Date.now(), event: 'validated' },
    }),
  );
  const isActive = misp?.status === 'approved' && misp.isActive;
  logger.info('validated', { mispId, isActive });
  metrics.addMetric('validations', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  return {
    statusCode: 200,
    body: JSON.stringify({ response: { isActive, licenseKey: request.mispLicenseKey }, errors: [] }),
  };
};
