/** A JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, not null or a list. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws Error naming the place if the value is not an object. An absent one gives `{}`. */
export function recordOf(value: unknown, where: string): JsonRecord {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new Error(`${where} is not an object`);
  return value;
}

/** @throws Error naming the place if the value is not a list. An absent one gives `[]`. */
export function listOf(value: unknown, where: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`${where} is not a list`);
  return value;
}

/** @throws Error naming the place if the value is not a string. */
export function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new Error(`${where} is not a string`);
  return value;
}

/** @throws Error naming the place if the value is present and not a string. */
export function optionalTextOf(value: unknown, where: string): string | undefined {
  return value === undefined ? undefined : textOf(value, where);
}

/**
 * Reads a number. As in CloudFormation, it may be written as a string.
 * @throws Error naming the place if the value is present and not a number.
 */
export function optionalNumberOf(value: unknown, where: string): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new Error(`${where} is not a number`);
  return number;
}

/** @throws Error naming the place if the value is not a list of strings. An absent one gives `[]`. */
export function textsOf(value: unknown, where: string): readonly string[] {
  return listOf(value, where).map((entry) => textOf(entry, `An entry of ${where}`));
}
