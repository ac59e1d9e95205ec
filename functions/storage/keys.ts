/**
 * Keys of the MISP table. None of them holds a licence key, a token, an e-mail address or a phone number: key attributes
 * show up in clear in metadata and metrics.
 */
export const mispKey = (mispId: string) => `MISP#${mispId}`;
export const nameKey = (normalizedName: string) => `NAME#${normalizedName}`;
export const licenseKeyPointer = (hash: string) => `KEY#${hash}`;
/** @param id of an idempotency record: the operation, then a hash. */
export const requestKey = (id: string) => `REQUEST#${id}`;
/** What has been announced of a MISP that runs out then. */
export const noticeKey = (mispId: string, runsOutAt: string) => `NOTICE#${mispId}#${runsOutAt}`;
export const ANNOUNCED_KEY = 'ANNOUNCED';
export const COUNTER_KEY = 'COUNTER';

/** The one partition of every index that is not parted by status. */
export const LIST_PARTITION = 'MISP';

/** Separates a value from the id after it; sorts before every character that a name can have. */
const SEPARATOR = '\u0001';
/** Sorts after the separator, and so after every id with the same value. */
const BEHIND_SEPARATOR = '\u0002';

/** Sort key of an index: the order's value, then the id, so that equal values stay apart. */
export function orderKey(order: string, mispId: string): string {
  return `${order}${SEPARATOR}${mispId}`;
}

/** Sorts after all keys with this value, and before those with a greater one. */
export const behindOrder = (order: string) => `${order}${BEHIND_SEPARATOR}`;

/** The position of a sort key; undefined if it is not one. */
export function positionOf(key: string): { readonly order: string; readonly mispId: string } | undefined {
  const at = key.lastIndexOf(SEPARATOR);
  return at < 0 ? undefined : { order: key.slice(0, at), mispId: key.slice(at + SEPARATOR.length) };
}
