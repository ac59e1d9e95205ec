import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { newRowId } from '../../functions/audit/row-id.ts';
import { operations } from '../../functions/operations.ts';
import type { SecuredFunction } from '../../local/aws/iam/permissions.ts';
import { verdictOf } from '../../local/aws/iam/policy-document.ts';
import {
  type LeadingKeyReading,
  leadingKeyReadings,
  transactionAccess,
} from '../../local/aws/iam/transaction-access.ts';
import { credentialsOf } from '../../local/functions/credentials.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import type { ProofResult } from '../proof.ts';
import { attempt } from './attempt.ts';

/**
 * These two delete delivered rows in batches, which are authorized whatever they contain. They could forge nothing that
 * they may not put on the bus anyway.
 */
const MAY_BATCH = /-(publish-audit|sweep-audit-outbox)$/;
const READINGS = Object.keys(leadingKeyReadings) as LeadingKeyReading[];

/**
 * With the credentials of each function: its own row is accepted, if it is an operation, and a row of every other
 * operation is refused, by whatever call; in a transaction, under every reading of `dynamodb:LeadingKeys`.
 */
export async function forgeRows(cloud: LocalCloud): Promise<ProofResult> {
  const outbox = cloud.template.outputs.AuditOutboxTableName!;
  const violations: string[] = [];
  const counts = { own: 0, refused: 0, judged: 0 };
  for (const one of cloud.permissions.functions) {
    const client = clientOf(cloud, one.name);
    const own = operations.find(({ name }) => one.name === `${cloud.template.stackName}-${name}`)?.name;
    for (const { name: operation } of operations) {
      const Item = { id: newRowId(operation, Date.now()) };
      for (const [call, send] of callsFor(outbox, Item, client)) {
        if (call === 'BatchWriteItem' && MAY_BATCH.test(one.name)) continue;
        const isOwn = operation === own && (call === 'PutItem' || call === 'TransactWriteItems');
        const { admitted } = await attempt(send);
        if (admitted && isOwn) counts.own += 1;
        else if (!admitted && !isOwn) counts.refused += 1;
        else violations.push(`${one.name} may ${admitted ? '' : 'not '}put a row of ${operation} by ${call}`);
      }
      if (operation === own) continue;
      for (const reading of READINGS) {
        counts.judged += 1;
        if (mayPutBesides(one, cloud, reading, own, operation))
          violations.push(`${one.name} may put a row of ${operation} in a transaction, with the reading ${reading}`);
      }
    }
    client.destroy();
  }
  if (counts.refused === 0) violations.push('No forged row was refused');
  if (counts.own < operations.length) violations.push(`Only ${counts.own} own rows of operations were accepted`);
  return {
    figures: {
      'own rows taken': counts.own,
      'forged rows refused': counts.refused,
      'transactions judged by each reading': counts.judged,
    },
    violations,
  };
}

function clientOf(cloud: LocalCloud, functionName: string): DynamoDBDocumentClient {
  const { accessKeyId, secretAccessKey } = credentialsOf(functionName);
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: cloud.services.endpointUrl,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    }),
  );
}

function callsFor(TableName: string, Item: { readonly id: string }, client: DynamoDBDocumentClient) {
  const update = {
    TableName,
    Key: Item,
    UpdateExpression: 'SET forged = :yes',
    ExpressionAttributeValues: { ':yes': 1 },
  };
  return [
    ['PutItem', () => client.send(new PutCommand({ TableName, Item }))],
    ['UpdateItem', () => client.send(new UpdateCommand(update))],
    [
      'TransactWriteItems',
      () => client.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item } }] })),
    ],
    [
      'BatchWriteItem',
      () => client.send(new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } })),
    ],
  ] as const;
}

/** Whether a transaction with a forged row, and an own row if there can be one, would be allowed. */
function mayPutBesides(
  { grants }: SecuredFunction,
  { permissions, template }: LocalCloud,
  reading: LeadingKeyReading,
  own: string | undefined,
  forged: string,
): boolean {
  const { arn: resource } = permissions.tables.find(({ name }) => name === template.outputs.AuditOutboxTableName)!;
  const items = [own, forged].flatMap((operation) =>
    operation === undefined ? [] : [{ action: 'dynamodb:PutItem', resource, leadingKey: `${operation}#1` }],
  );
  return transactionAccess(reading, items).every((access) => verdictOf(grants.statements, access) === 'Allow');
}
