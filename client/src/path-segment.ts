/**
 * A text as a segment of a path. Of these texts the platform would make another path, or the gateway does: no MISP has such an id.
 * @throws RangeError which does not repeat the text.
 */
export function pathSegment(what: string, text: string): string {
  if (/[/?]|^\.{0,2}$/.test(text)) throw new RangeError(`${what} cannot stand in a path`);
  return text;
}
