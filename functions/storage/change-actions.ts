import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Instant, Misp } from '../domain/misp.ts';
import { removedLicenses } from '../domain/verdict-changes.ts';
import type { IdempotencyRecord } from './idempotency-record.ts';
import { type LicensePointerItem, type NameItem, toMispItem } from './item-shapes.ts';
import { licenseKeyPointer, nameKey } from './keys.ts';
import { secondsOf, toRequestItem } from './request-item.ts';
import { FORGET_AT } from './table-schema.ts';

/** What one change of a MISP does to the items of its table, each an action of one transaction. */
type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Puts the MISP, on condition that it has not changed since it was read. */
export function putsMisp(before: Misp | undefined, after: Misp, table: string): Action {
  return {
    Put: {
      TableName: table,
      Item: toMispItem(after),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...(before === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': before.version },
          }),
    },
  };
}

/** Takes the MISP's name, on condition that it is free. */
export function takesNameOf({ id, normalizedName }: Misp, table: string): Action {
  const item: NameItem = { pk: nameKey(normalizedName), mispId: id };
  return { Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

/** Frees the MISP's name in its stored form, only while this MISP holds it. */
export function freesNameOf({ id, normalizedName }: Misp, table: string): Action {
  return {
    Delete: {
      TableName: table,
      Key: { pk: nameKey(normalizedName) },
      ConditionExpression: 'mispId = :id',
      ExpressionAttributeValues: { ':id': id },
    },
  };
}

/** Puts a pointer for every new licence, and deletes those of removed licences. */
export function movesPointers(before: Misp | undefined, after: Misp, table: string): readonly Action[] {
  const known = new Set(before?.licenses.map((license) => license.hash));
  const puts = after.licenses
    .filter((license) => !known.has(license.hash))
    .map((license) => {
      const item: LicensePointerItem = { pk: licenseKeyPointer(license.hash), mispId: after.id };
      return { Put: { TableName: table, Item: item } };
    });
  const deletes = removedLicenses(before, after).map(({ hash }) => ({
    Delete: { TableName: table, Key: { pk: licenseKeyPointer(hash) } },
  }));
  return [...puts, ...deletes];
}

/** Keeps an outcome, unless one is kept already. DynamoDB deletes late, so an expired one is overwritten. */
export function keepsOutcome(record: IdempotencyRecord, now: Instant, table: string): Action {
  return {
    Put: {
      TableName: table,
      Item: toRequestItem(record),
      ConditionExpression: 'attribute_not_exists(pk) OR #forgetAt <= :now',
      ExpressionAttributeNames: { '#forgetAt': FORGET_AT },
      ExpressionAttributeValues: { ':now': secondsOf(now) },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
