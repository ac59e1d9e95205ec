/** Words that stand in paths where an id could. */
const FIXED_SEGMENTS = ['name', 'mispId'];

/** The id of a MISP as a segment of a path. @throws RangeError as `pathSegment`, and for a word that would lead to another operation. */
export function mispIdSegment(mispId: string): string {
  if (FIXED_SEGMENTS.includes(mispId)) throw new RangeError('The MISP id cannot stand in a path');
  return pathSegment('The MISP id', mispId);
}

/**
 * A text as a segment of a path. Of these texts the platform would make another path, or the gateway does: no MISP has such an id.
 * @throws RangeError which does not repeat the text.
 */
export function pathSegment(what: string, text: string): string {
  if (/[/?]|^\.{0,2}$/.test(text) || /\p{Cs}/u.test(text)) throw new RangeError(`${what} cannot stand in a path`);
  return text;
}
