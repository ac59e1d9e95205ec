import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RowWriter } from '../../functions/audit/events.ts';
import { rowIdPattern } from '../../functions/audit/row-id.ts';
import type { TableCall } from '../../functions/storage/table-call.ts';

/** The tables' ARNs. */
export interface TableArns {
  readonly misps: string;
  readonly auditOutbox: string;
}

/** Calls that are made only in transactions. Not UpdateItem: counter and checkpoint are updated separately. */
type TransactedCall = Extract<TableCall, { action: 'PutItem' | 'DeleteItem' | 'ConditionCheckItem' }>;
const isTransacted = (call: TableCall): call is TransactedCall =>
  call.action === 'PutItem' || call.action === 'DeleteItem' || call.action === 'ConditionCheckItem';

/** The function that writes outbox rows, and its calls to the table of MISPs. */
export interface TableUse {
  readonly name: RowWriter;
  readonly tableCalls: readonly TableCall[];
}

/**
 * The grants of a function's role on the tables: the calls in its contract, and its own rows in the outbox.
 * Transactions have no action of their own: IAM checks each item as PutItem, UpdateItem, DeleteItem or
 * ConditionCheckItem.
 *
 * AWS does not say which keys `dynamodb:LeadingKeys` contains in a transaction: those of the checked item, of all items
 * with its action, or of all items in both tables (docs/local-cloud.md, assumption 18). So each write in a transaction
 * allows the keys of all of them. This hardly widens the role: a key means something only in its own table, and the
 * role still cannot put rows of another operation.
 *
 * `ForAllValues` also holds for a request without keys, so these statements must never allow Scan. A test asserts this.
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
