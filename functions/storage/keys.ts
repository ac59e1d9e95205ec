/**
 * Keys of the MISP table. None of them holds a licence key, a token, an e-mail address or a phone number: key attributes
 * show up in clear in metadata and metrics.
 */
export const mispKey = (mispId: string) => `MISP#${mispId}`;
export const nameKey = (normalizedName: string) => `NAME#${normalizedName}`;
export const licenseKeyPointer = (hash: string) => `KEY#${hash}`;
/** @param id of an idempotency record: the operation, then a hash. */
export const requestKey = (id: string) => `REQUEST#${id}`;
export const COUNTER_KEY = 'COUNTER';

/** Both indexes have one partition; their sort keys differ. */
export const LIST_PARTITION = 'MISP';

/** Stands between a value and the id behind it; sorts before every character that a name can hold. */
const SEPARATOR = '\u0001';

/** Sort key of both indexes: the order's value, then the id, so that equal values stay apart. */
export function orderKey(order: string, mispId: string): string {
  return `${order}${SEPARATOR}${mispId}`;
}

/** The position that a sort key stands for; undefined when it is none. */
export function positionOf(key: string): { readonly order: string; readonly mispId: string } | undefined {
  const at = key.lastIndexOf(SEPARATOR);
  return at < 0 ? undefined : { order: key.slice(0, at), mispId: key.slice(at + SEPARATOR.length) };
}
