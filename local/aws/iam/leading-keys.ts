import * as z from 'zod/mini';

const attribute = z.record(z.string(), z.unknown());
const item = z.record(z.string(), attribute);
const query = z.object({
  KeyConditionExpression: z.string(),
  ExpressionAttributeNames: z._default(z.record(z.string(), z.string()), {}),
  ExpressionAttributeValues: z._default(item, {}),
});

/** The partition key that an item or a key has, as `dynamodb:LeadingKeys` knows it; undefined when it has none. */
export function leadingKeyOf(itemOrKey: unknown, partitionKey: string): string | undefined {
  const parsed = item.safeParse(itemOrKey);
  const value = parsed.success ? parsed.data[partitionKey] : undefined;
  return value === undefined ? undefined : textOf(value);
}

/**
 * The partition key that a Query asks for; undefined when its condition cannot be understood here.
 * Conditions are joined by AND, and the one of the partition key is always an equality with the name on its left.
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

/** A key is text, a number or bytes (base64): all of them are text on the wire. */
function textOf(value: z.infer<typeof attribute>): string | undefined {
  const [given] = [value.S, value.N, value.B].filter((text) => text !== undefined);
  return typeof given === 'string' ? given : undefined;
}
