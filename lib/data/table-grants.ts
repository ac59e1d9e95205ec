import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TableCall } from '../../functions/operation/contract.ts';

/**
 * The statement that allows one call to the MISP table and nothing more. Transactions need no action of their own: DynamoDB
 * checks each item of one under PutItem, UpdateItem, DeleteItem and ConditionCheckItem.
 *
 * `ForAllValues` also holds for a request without keys, so these statements must never name Scan: a test asserts it.
 */
export function statementFor(call: TableCall, tableArn: string): PolicyStatement {
  if (call.action === 'Query') {
    return new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${tableArn}/index/${call.index}`] });
  }
  return new PolicyStatement({
    actions: [`dynamodb:${call.action}`],
    resources: [tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...call.keys] } },
  });
}
