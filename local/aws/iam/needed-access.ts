import * as z from 'zod/mini';
import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { ServiceCall } from '../admission.ts';
import { leadingKeyOf, leadingKeyOfQuery } from './leading-keys.ts';
import type { Access } from './policy-document.ts';
import type { SecuredTable } from './secured-tables.ts';
import { accessUnderEveryReading, type TransactedItem } from './transaction-access.ts';

const itemCall = z.object({ TableName: z.string(), IndexName: z.optional(z.string()) });
const unknowns = z.record(z.string(), z.unknown());
const transaction = z.object({ TransactItems: z.array(z.record(z.string(), unknowns)) });
const batch = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const batchWrites = z.array(z.record(z.string(), unknowns));
const batchKeys = z.object({ Keys: z.array(unknowns) });
const putEvents = z.object({ Entries: z.array(z.object({ EventBusName: z.nullish(z.string()) })) });

/** The IAM action for each kind of transaction item. IAM has no action for the transaction itself. */
const transactionActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * Everything that must be allowed for a call, without the caller's identity (`contextOf`).
 * @throws Error for a call with unknown needs. Such a call is denied, because passing it would prove nothing.
 */
export function neededAccess(call: ServiceCall, tables: readonly SecuredTable[]): readonly Access[] {
  if (call.service === 'events' && call.action === 'PutEvents') return busAccess(call.input);
  if (call.service !== 'dynamodb') throw new Error(`what ${call.service}:${call.action} needs is not known here`);
  return tableAccess(call, tables);
}

function busAccess(input: unknown): readonly Access[] {
  const names = putEvents.parse(input).Entries.map(({ EventBusName: name }) => name || 'default');
  const arnOf = (name: string) =>
    name.startsWith('arn:') ? name : `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
  return [...new Set(names.map(arnOf))].map((resource) => ({ action: 'events:PutEvents', resource, context: {} }));
}

/** The items of a transaction, for its authorization. @throws Error for an unknown kind of item. */
export function transactedItems(input: unknown, tables: readonly SecuredTable[]): readonly TransactedItem[] {
  return transaction.parse(input).TransactItems.flatMap((entry) =>
    Object.entries(entry).map(([kind, what]) => {
      const action = transactionActions[kind];
      if (action === undefined) throw new Error(`what ${kind} in a transaction needs is not known here`);
      const table = tableIn(tables, what.TableName);
      return { action: `dynamodb:${action}`, resource: table.arn, leadingKey: keyIn(what, table) ?? UNREADABLE };
    }),
  );
}

function tableIn(tables: readonly SecuredTable[], nameOrArn: unknown) {
  const name = String(nameOrArn).replace(/^arn:.*:table\//, '');
  const table = tables.find((candidate) => candidate.name === name);
  return table ?? { name, arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`, ...withoutKeys };
}

function tableAccess({ action, input }: ServiceCall, tables: readonly SecuredTable[]): readonly Access[] {
  const tableNamed = (nameOrArn: unknown) => tableIn(tables, nameOrArn);
  switch (action) {
    case 'PutItem':
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem': {
      const table = tableNamed(itemCall.parse(input).TableName);
      return [access(action, table.arn, [keyIn(unknowns.parse(input), table)])];
    }
    case 'Query':
    case 'Scan': {
      const { TableName, IndexName } = itemCall.parse(input);
      const table = tableNamed(TableName);
      const resource = IndexName === undefined ? table.arn : `${table.arn}/index/${IndexName}`;
      // A Scan has no leading key, so `ForAllValues` holds for it.
      if (action === 'Scan') return [{ action: 'dynamodb:Scan', resource, context: {} }];
      const partitionKey = IndexName === undefined ? table.partitionKey : table.indexes.get(IndexName);
      return [access(action, resource, [leadingKeyOfQuery(input, partitionKey ?? '')])];
    }
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return accessUnderEveryReading(transactedItems(input, tables));
    case 'BatchWriteItem':
      return Object.entries(batch.parse(input).RequestItems).map(([name, requests]) => {
        const table = tableNamed(name);
        const touched = batchWrites.parse(requests).flatMap((request) => Object.values(request));
        return access(
          action,
          table.arn,
          touched.map((what) => keyIn(what, table)),
        );
      });
    case 'BatchGetItem':
      return Object.entries(batch.parse(input).RequestItems).map(([name, request]) => {
        const table = tableNamed(name);
        const keys = batchKeys.parse(request).Keys.map((key) => leadingKeyOf(key, table.partitionKey));
        return access(action, table.arn, keys);
      });
    default:
      throw new Error(`what dynamodb:${action} needs is not known here`);
  }
}

/** For a table outside the template, which no policy of the template names. */
const withoutKeys = { partitionKey: '', indexes: new Map<string, string>() };

function keyIn(what: Readonly<Record<string, unknown>>, table: Pick<SecuredTable, 'partitionKey'>): string | undefined {
  return leadingKeyOf(what.Item ?? what.Key, table.partitionKey);
}

function access(action: string, resource: string, keys: readonly (string | undefined)[]): Access {
  // An unreadable key matches no policy pattern, so the call is denied.
  const leadingKeys = keys.map((key) => key ?? UNREADABLE);
  return { action: `dynamodb:${action}`, resource, context: { 'dynamodb:LeadingKeys': leadingKeys } };
}

const UNREADABLE = '\u0000';
