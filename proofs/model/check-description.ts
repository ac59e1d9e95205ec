import type { CatalogueRow } from './reference/catalogue.ts';
import type { Note } from './reference/expected.ts';

/** MOSIP's audit manager accepts at most this many characters. */
const LONGEST = 2048;
/** A shorter secret, like the phone number `1`, may occur in an id by chance. */
const MIN_SECRET_LENGTH = 4;

/** The form of an id in a record. */
export const recordedId = (id: string) => (id === '' ? 'INVALID' : id);

const isWordPart = (character: string | undefined) => character !== undefined && /[\w-]/.test(character);

/** Finds a text as a whole word, so that 10 is not found in 100, nor `active` in `de-active`; -1 if absent. */
function placeOf(word: string, text: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) return at;
  }
  return -1;
}

/**
 * The wording of a description is the service's own and not compared. It must contain the MISP id or the status where
 * MOSIP's has a placeholder for it, and never a licence key, an e-mail address or a phone number.
 * @param secrets all secrets of the sequence.
 */
export function checkDescription(
  note: Note,
  { mustContain }: CatalogueRow,
  description: unknown,
  secrets: readonly string[],
): readonly string[] {
  const [digits, mispId, status] = note;
  if (typeof description !== 'string' || description.trim() === '' || description.length > LONGEST) {
    return [`description of ${digits} is ${JSON.stringify(description)}, must be a text of at most ${LONGEST}`];
  }
  const named = mustContain === 'status' ? status : mispId === undefined ? undefined : recordedId(mispId);
  const place = named === undefined ? -1 : placeOf(named, description);
  const rest =
    named === undefined || place < 0
      ? description
      : `${description.slice(0, place)}${description.slice(place + named.length)}`;
  const leaked = secrets.filter(
    (secret) => rest.includes(secret) || (secret.length >= MIN_SECRET_LENGTH && description.includes(secret)),
  );
  const quoted = JSON.stringify(description);
  return [
    ...(mustContain === 'nothing' || place >= 0
      ? []
      : [`description of ${digits} is ${quoted}, must contain ${named}`]),
    ...leaked.map((secret) => `description of ${digits} is ${quoted}, must not hold the secret ${secret}`),
  ];
}
