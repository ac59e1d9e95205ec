import type { Access } from './policy-document.ts';

/** An item of a transaction as policies see it. */
export interface TransactedItem {
  /** For example `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN of its table. */
  readonly resource: string;
  readonly leadingKey: string;
}

type Reading = (item: TransactedItem, all: readonly TransactedItem[]) => readonly TransactedItem[];

/**
 * Whose keys `dynamodb:LeadingKeys` holds when an item of a transaction is judged. AWS's documents do not say which of these
 * it is (docs/local-cloud.md, assumption 18).
 */
export const leadingKeyReadings = {
  'item by item': (item) => [item],
  'by action': ({ action }, all) => all.filter((other) => other.action === action),
  'whole call': (_item, all) => all,
} as const satisfies Readonly<Record<string, Reading>>;

export type LeadingKeyReading = keyof typeof leadingKeyReadings;

/** What a role must be allowed for a transaction under one reading: an access an item. */
export function transactionAccess(reading: LeadingKeyReading, items: readonly TransactedItem[]): readonly Access[] {
  return items.map((item) => ({
    action: item.action,
    resource: item.resource,
    context: {
      'dynamodb:LeadingKeys': leadingKeyReadings[reading](item, items).map(({ leadingKey }) => leadingKey),
    },
  }));
}

/** The same under every reading: what all of them allow, AWS allows whichever it goes by. */
export function accessUnderEveryReading(items: readonly TransactedItem[]): readonly Access[] {
  return (Object.keys(leadingKeyReadings) as LeadingKeyReading[]).flatMap((reading) =>
    transactionAccess(reading, items),
  );
}
