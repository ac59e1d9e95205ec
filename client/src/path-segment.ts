/** What a caller passed cannot be sent. Its message does not repeat it. */
export class UnsendableError extends RangeError {
  override readonly name = 'UnsendableError';
}

/** Fixed segments in the place of an id. */
const FIXED_SEGMENTS = ['name', 'mispId'];

/**
 * Checks a MISP id for use as a path segment.
 * @throws UnsendableError as `pathSegment`, and for words that would lead to another operation.
 */
export function mispIdSegment(mispId: string): string {
  if (FIXED_SEGMENTS.includes(mispId)) throw new UnsendableError('The MISP id cannot be part of a path');
  return pathSegment('The MISP id', mispId);
}

/**
 * Checks a text for use as a path segment. Refuses texts from which the platform or the gateway would make another
 * path; no MISP has such an id.
 * @throws UnsendableError, without repeating the text; TypeError for anything else than a text.
 */
export function pathSegment(what: string, text: string): string {
  // JavaScript may pass anything; undefined would leave the template's own words in the path.
  if (typeof text !== 'string') throw new TypeError(`${what} is a text`);
  if (/[/?]|^\.{0,2}$/.test(text) || /\p{Cs}/u.test(text))
    throw new UnsendableError(`${what} cannot be part of a path`);
  return text;
}
