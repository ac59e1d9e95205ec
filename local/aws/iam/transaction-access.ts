import type { Access } from './policy-document.ts';

/** What policies need to know about a transaction's item. */
export interface TransactedItem {
  /** For example `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN of its table. */
  readonly resource: string;
  readonly leadingKey: string;
}

type Reading = (item: TransactedItem, all: readonly TransactedItem[]) => readonly TransactedItem[];

/**
 * Which items' keys `dynamodb:LeadingKeys` contains when IAM checks one item of a transaction. AWS's documentation does
 * not say which reading applies (docs/local-cloud.md, assumption 18).
 */
export const leadingKeyReadings = {
  'item by item': (item) => [item],
  'by action': ({ action }, all) => all.filter((other) => other.action === action),
  'whole call': (_item, all) => all,
} as const satisfies Readonly<Record<string, Reading>>;

export type LeadingKeyReading = keyof typeof leadingKeyReadings;

/** The access that a transaction needs under one reading, one for each item. */
export function transactionAccess(reading: LeadingKeyReading, items: readonly TransactedItem[]): readonly Access[] {
  return items.map((item) => ({
    action: item.action,
    resource: item.resource,
    context: {
      'dynamodb:LeadingKeys': leadingKeyReadings[reading](item, items).map(({ leadingKey }) => leadingKey),
    },
  }));
}

/** The access under all readings together. If a role has it, AWS allows the transaction under any of them. */
export function accessUnderEveryReading(items: readonly TransactedItem[]): readonly Access[] {
  return (Object.keys(leadingKeyReadings) as LeadingKeyReading[]).flatMap((reading) =>
    transactionAccess(reading, items),
  );
}
