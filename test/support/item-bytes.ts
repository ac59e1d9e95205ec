import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** DynamoDB's largest item, in bytes. */
export const MAX_ITEM_BYTES = 400 * 1024;

/** The size of an item by DynamoDB's rules: names and values in UTF-8, and a little for each map, list and element. */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

const DOCUMENT_BYTES = 3;

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  // Two digits a byte, plus one.
  if (value.N !== undefined) return Math.ceil(value.N.replaceAll(/\D/g, '').length / 2) + 1;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.M !== undefined) return DOCUMENT_BYTES + Object.keys(value.M).length + itemBytes(value.M);
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + valueBytes(one), DOCUMENT_BYTES);
  throw new Error(`No item of the service has a value like ${Object.keys(value).join()}`);
}
