import * as z from 'zod/mini';

const attribute = z.record(z.string(), z.unknown());
const item = z.record(z.string(), attribute);
const query = z.object({
  KeyConditionExpression: z.string(),
  ExpressionAttributeNames: z._default(z.record(z.string(), z.string()), {}),
  ExpressionAttributeValues: z._default(item, {}),
});

/** The partition key of an item or a key, for `dynamodb:LeadingKeys`; undefined if it has none. */
export function leadingKeyOf(itemOrKey: unknown, partitionKey: string): string | undefined {
  const parsed = item.safeParse(itemOrKey);
  const value = parsed.success ? parsed.data[partitionKey] : undefined;
  return value === undefined ? undefined : textOf(value);
}

/**
 * The partition key of a Query; undefined if its condition cannot be parsed. DynamoDB joins conditions by AND, and the
 * one for the partition key is an equality with the name on the left.
 */
export function leadingKeyOfQuery(input: unknown, partitionKey: string): string | undefined {
  const parsed = query.safeParse(input);
  if (!parsed.success) return undefined;
  const { KeyConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = parsed.data;
  for (const [, name = '', value = ''] of KeyConditionExpression.matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)) {
    const given = ExpressionAttributeValues[value];
    if ((ExpressionAttributeNames[name] ?? name) === partitionKey && given !== undefined) return textOf(given);
  }
  return undefined;
}

/** Strings, numbers and bytes (base64) are all strings in a request. */
function textOf(value: z.infer<typeof attribute>): string | undefined {
  const [given] = [value.S, value.N, value.B].filter((text) => text !== undefined);
  return typeof given === 'string' ? given : undefined;
}
