/** `type/subtype; name=value` of header fields: all in lower case, values unquoted. */
export interface MediaType {
  readonly type: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** Reads a media type or range in a single pass: anybody may send any header. */
export function readMediaType(text: string): MediaType {
  const [type = '', ...parameters] = splitUnquoted(text.toLowerCase(), ';').map((part) => part.trim());
  return { type, parameters: parameters.filter((part) => part !== '').map(readParameter) };
}

function readParameter(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  if (at < 0) return [part, ''];
  const value = part.slice(at + 1).trim();
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return [part.slice(0, at).trim(), isQuoted ? value.slice(1, -1) : value];
}

/** The parts of a header field between the separators that are not in quotes. */
export function splitUnquoted(text: string, separator: ',' | ';'): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted && character === '\\') at += 1;
    else if (!isQuoted && character === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
