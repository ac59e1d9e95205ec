import { beforeAll, describe, expect, test } from '@jest/globals';
import { type OperationName, operations } from '../../functions/operations.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { transactedItems } from '../../local/aws/iam/needed-access.ts';
import { Permissions } from '../../local/aws/iam/permissions.ts';
import { type Access, type Statement, verdictOf } from '../../local/aws/iam/policy-document.ts';
import {
  type LeadingKeyReading,
  leadingKeyReadings,
  type TransactedItem,
  transactionAccess,
} from '../../local/aws/iam/transaction-access.ts';
import { isLike } from '../../local/aws/iam/wildcards.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import type { RecordedTransaction } from './recorded-transactions.ts';

const READINGS = Object.keys(leadingKeyReadings) as LeadingKeyReading[];

/**
 * AWS does not document which keys `dynamodb:LeadingKeys` has in a transaction. These tests check every recorded
 * transaction of the operations against the template's roles under each of the three possible readings
 * (docs/local-cloud.md, assumption 18).
 */
export function testTransactionGrants(recorded: readonly RecordedTransaction[]): void {
  let permissions: Permissions;
  let sent: readonly { readonly operation: OperationName; readonly items: readonly TransactedItem[] }[];
  beforeAll(async () => {
    permissions = new Permissions({ template: loadTemplate(await prepareAssembly()), onProblem: () => undefined });
    sent = recorded.map(({ operation, input }) => ({ operation, items: transactedItems(input, permissions.tables) }));
  });

  const statementsOf = (operation: string) => permissions.functionNamed(operation).grants.statements;
  const sentBy = (name: string) => sent.filter(({ operation }) => operation === name).map(({ items }) => items);
  const isAllowed = (statements: readonly Statement[], needed: readonly Access[]) =>
    needed.every((access) => verdictOf(statements, access) === 'Allow');
  const tableNamed = (part: string) => permissions.tables.find(({ name }) => name.includes(part))!.arn;
  const changing = operations.filter(({ tableCalls }) => tableCalls.some(({ action }) => action === 'PutItem'));

  describe.each(changing.map(({ name, tableCalls }) => [name, tableCalls] as const))('%s', (name, tableCalls) => {
    test('sends every kind of item in its contract, so that all are checked', () => {
      const patterns = tableCalls.flatMap((call) =>
        call.action === 'PutItem' || call.action === 'DeleteItem'
          ? call.keys.map((key) => ({ action: `dynamodb:${call.action}`, key, resource: tableNamed('misps') }))
          : [],
      );
      const row = { action: 'dynamodb:PutItem', key: `${name}#*`, resource: tableNamed('outbox') };
      const items = sentBy(name).flat();
      const kinds = [...patterns, row].map((pattern) => ({
        pattern,
        isSent: items.some(
          ({ action, resource, leadingKey }) =>
            action === pattern.action && resource === pattern.resource && isLike(pattern.key, leadingKey),
        ),
      }));
      expect(kinds.filter(({ isSent }) => !isSent)).toEqual([]);
    });

    test.each(READINGS)('may send all its transactions, with the reading %s', (reading) => {
      const refused = sentBy(name).filter((items) => !isAllowed(statementsOf(name), transactionAccess(reading, items)));
      expect(refused).toEqual([]);
    });

    test.each(READINGS)('may put no row of another operation with them, with the reading %s', (reading) => {
      const [items = []] = sentBy(name);
      for (const other of operations.filter((one) => one.name !== name)) {
        const row = { action: 'dynamodb:PutItem', resource: tableNamed('outbox'), leadingKey: `${other.name}#1` };
        for (const forged of [
          [row],
          [...items, row],
          [...items.filter(({ resource }) => resource !== row.resource), row],
        ]) {
          expect(isAllowed(statementsOf(name), transactionAccess(reading, forged))).toBe(false);
        }
      }
    });
  });

  test('operations whose contract has no writes send no transactions', () => {
    const names = new Set(sent.map(({ operation }) => operation));
    expect([...names].sort()).toEqual(changing.map(({ name }) => name).sort());
  });

  /** The statements without some of their keys. */
  const narrowed = (operation: OperationName, isKept: (statement: Statement, key: string) => boolean) =>
    statementsOf(operation).map((statement) => ({
      ...statement,
      conditions: statement.conditions.map((condition) => ({
        ...condition,
        values: condition.values.filter((key) => isKept(statement, key)),
      })),
    }));
  const isOfOutbox = ({ resources }: Statement) => resources.includes(tableNamed('outbox'));
  const isRowKey = (key: string) => !/^(MISP|NAME|KEY|REQUEST)#|^COUNTER$/.test(key);

  test.each<[string, (statement: Statement, key: string) => boolean, Record<LeadingKeyReading, boolean>]>([
    [
      'only the keys of its own table',
      (statement, key) => isOfOutbox(statement) === isRowKey(key),
      { 'item by item': true, 'by action': false, 'whole call': false },
    ],
    [
      'only the keys of its own action',
      ({ actions }, key) => !actions.includes('dynamodb:DeleteItem') || key === 'NAME#*',
      { 'item by item': true, 'by action': true, 'whole call': false },
    ],
  ])('a role whose statements each name %s would be refused under this reading', (_, isKept, allowed) => {
    const statements = narrowed('update-misp', isKept);
    for (const reading of READINGS) {
      const all = sentBy('update-misp').map((items) => isAllowed(statements, transactionAccess(reading, items)));
      expect([reading, !all.includes(false)]).toEqual([reading, allowed[reading]]);
    }
  });
}
