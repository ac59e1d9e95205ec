import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RowWriter } from '../../functions/audit/left-by-operation.ts';
import { rowIdPattern } from '../../functions/audit/row-id.ts';
import type { TableCall } from '../../functions/storage/table-call.ts';

/** The tables' ARNs. */
export interface TableArns {
  readonly misps: string;
  readonly auditOutbox: string;
}

/** Calls that are made within transactions only. Counter and mark are updated by themselves. */
type TransactedCall = Extract<TableCall, { action: 'PutItem' | 'DeleteItem' | 'ConditionCheckItem' }>;
const isTransacted = (call: TableCall): call is TransactedCall =>
  call.action === 'PutItem' || call.action === 'DeleteItem' || call.action === 'ConditionCheckItem';

/** Whose rows a function leaves, and the calls that it makes to the table of MISPs. */
export interface TableUse {
  readonly name: RowWriter;
  readonly tableCalls: readonly TableCall[];
}

/**
 * The grants of a function's role on the tables: the calls that it lists, and its own rows in the outbox.
 * Transactions need no action of their own: DynamoDB checks each item of one under PutItem, UpdateItem, DeleteItem and
 * ConditionCheckItem.
 *
 * AWS does not say which keys `dynamodb:LeadingKeys` has in a transaction: those of the item that is checked, those of all
 * items with its action, or all of both tables (docs/local-cloud.md, assumption 18). So each write that a transaction can
 * hold names the keys of all of them. That adds next to nothing to what the role may do: the table still decides what a key
 * is worth, and no row whose id begins with another operation can be put.
 *
 * `ForAllValues` also holds for a request without keys, so these statements must never name Scan: a test asserts it.
 */
export function tableStatements(
  { name, tableCalls }: TableUse,
  { misps, auditOutbox }: TableArns,
): readonly PolicyStatement[] {
  const ofTransactions = new Set<string>([
    ...tableCalls.filter(isTransacted).flatMap(({ keys }) => keys),
    rowIdPattern(name),
  ]);
  return [
    ...tableCalls.map((call) =>
      call.action === 'Query'
        ? new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${misps}/index/${call.index}`] })
        : onKeys(call.action, misps, isTransacted(call) ? ofTransactions : call.keys),
    ),
    onKeys('PutItem', auditOutbox, ofTransactions),
  ];
}

function onKeys(action: string, tableArn: string, keys: Iterable<string>): PolicyStatement {
  return new PolicyStatement({
    actions: [`dynamodb:${action}`],
    resources: [tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...keys] } },
  });
}
