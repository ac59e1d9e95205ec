/**
 * Keys of the MISP table. None contains a licence key, a token, an e-mail address or a phone number: key attributes
 * appear in clear in metadata and metrics.
 */
export const mispKey = (mispId: string) => `MISP#${mispId}`;
export const nameKey = (normalizedName: string) => `NAME#${normalizedName}`;
export const licenseKeyPointer = (hash: string) => `KEY#${hash}`;
/** @param id of an idempotency record: the operation, then a hash. */
export const requestKey = (id: string) => `REQUEST#${id}`;
/** The announcements of a MISP that runs out at this time. */
export const noticeKey = (mispId: string, runsOutAt: string) => `NOTICE#${mispId}#${runsOutAt}`;
export const ANNOUNCED_KEY = 'ANNOUNCED';
export const COUNTER_KEY = 'COUNTER';

/** The single partition of every index that is not partitioned by status. */
export const LIST_PARTITION = 'MISP';

/** Separates a value from the id after it; sorts before every character of a name. */
const SEPARATOR = '\u0001';
/** Sorts after the separator, and so after every id with the same value. */
const AFTER_SEPARATOR = '\u0002';

/** Sort key of an index: the sort value, then the id, so that equal values stay distinct. */
export function orderKey(order: string, mispId: string): string {
  return `${order}${SEPARATOR}${mispId}`;
}

/** Sorts after all keys with this value, and before those with a greater one. */
export const afterOrder = (order: string) => `${order}${AFTER_SEPARATOR}`;

/** The position of a sort key; undefined if it is not one. */
export function positionOf(key: string): { readonly order: string; readonly mispId: string } | undefined {
  const at = key.lastIndexOf(SEPARATOR);
  return at < 0 ? undefined : { order: key.slice(0, at), mispId: key.slice(at + SEPARATOR.length) };
}
