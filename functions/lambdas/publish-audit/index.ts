import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { bindOutbox } from '../../runtime/bind-outbox.ts';
import { rowFromRecord } from '../../storage/dynamodb-outbox.ts';
import { publishAudit } from './publish-audit.ts';

const dependenciesOf = await bindOutbox();

export const handler = (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
  publishAudit(event, { ...dependenciesOf(context), rowFromRecord });
