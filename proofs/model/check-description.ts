import type { CatalogueRow } from './reference/catalogue.ts';
import type { Note } from './reference/expected.ts';

/** As long as MOSIP's audit manager takes one. */
const LONGEST = 2048;
/** A secret of fewer characters, as the phone number `1`, may stand in an id by chance. */
const TELLING_LENGTH = 4;

/** An id as it stands in a record. */
export const recordedId = (id: string) => (id === '' ? 'INVALID' : id);

const isWordPart = (character: string | undefined) => character !== undefined && /[\w-]/.test(character);

/** Where a text stands as a word of its own, so that 10 is not found in 100, nor `active` in `de-active`; else -1. */
function placeOf(word: string, text: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) return at;
  }
  return -1;
}

/**
 * A description is in the service's own words, so it is not compared: it must tell the MISP id or the status where MOSIP's has
 * a place for it, and never a licence key, an e-mail address or a phone number.
 * @param secrets all of those that are about.
 */
export function checkDescription(
  note: Note,
  { tells }: CatalogueRow,
  description: unknown,
  secrets: readonly string[],
): readonly string[] {
  const [digits, mispId, status] = note;
  if (typeof description !== 'string' || description.trim() === '' || description.length > LONGEST) {
    return [`description of ${digits} is ${JSON.stringify(description)}, must be a text of at most ${LONGEST}`];
  }
  const named = tells === 'status' ? status : mispId === undefined ? undefined : recordedId(mispId);
  const place = named === undefined ? -1 : placeOf(named, description);
  const rest =
    named === undefined || place < 0
      ? description
      : `${description.slice(0, place)}${description.slice(place + named.length)}`;
  const leaked = secrets.filter(
    (secret) => rest.includes(secret) || (secret.length >= TELLING_LENGTH && description.includes(secret)),
  );
  const quoted = JSON.stringify(description);
  return [
    ...(tells === 'nothing' || place >= 0 ? [] : [`description of ${digits} is ${quoted}, must tell ${named}`]),
    ...leaked.map((secret) => `description of ${digits} is ${quoted}, must not hold the secret ${secret}`),
  ];
}
