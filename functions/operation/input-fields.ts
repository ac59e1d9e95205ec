import * as z from 'zod/mini';
import { fitsNameKey, normalizeName } from '../domain/organization-name.ts';

/** The field types that operations share. Lengths are counted in UTF-16 code units, as clients' validators do. */

/** No control characters and no lone surrogates: neither can be stored, shown and compared without surprises. */
function isPlainText(text: string): boolean {
  return !/\p{Cc}/u.test(text) && text.isWellFormed();
}

/** Something beside white space, no control characters, at most `maxLength` long. */
export function plainText(maxLength: number) {
  return z.string().check(
    z.minLength(1),
    z.maxLength(maxLength),
    // The check above counts code points, of which one may be two code units; it is what the OpenAPI document shows.
    z.refine((text: string) => text.length <= maxLength && text.trim() !== '' && isPlainText(text)),
  );
}

/** An organization name: plain text whose normalized form also fits the keys of the table. */
export function organizationName() {
  return plainText(128).check(z.refine((name: string) => fitsNameKey(normalizeName(name))));
}

/** A word that a rule will look at: any plain text, so that a wrong word gets the rule's own answer. */
export function statusWord() {
  return z.string().check(
    z.minLength(1),
    z.refine((text: string) => text.trim() !== '' && isPlainText(text)),
  );
}

/** A licence key as sent. Its length is the rule's to judge: one that is too long is unknown, not malformed. */
export function licenseKey() {
  return z.string().check(
    z.minLength(1),
    z.refine((key: string) => key.trim() !== ''),
  );
}

/** Any text: an id that cannot exist is answered as unknown. */
export function pathText() {
  return z.string();
}

/** Largest page of a list. */
export const MAX_PAGE_SIZE = 500;

/** `limit` of a list, as it stands in the query string. */
export function pageLimit() {
  return z.optional(
    z.pipe(
      z.string().check(z.regex(/^[0-9]{1,3}$/)),
      z.pipe(
        z.transform((text: string) => Number.parseInt(text, 10)),
        z.number().check(z.minimum(1), z.maximum(MAX_PAGE_SIZE)),
      ),
    ),
  );
}

/** `cursor` of a list: opaque text from the previous page. */
export function pageCursor() {
  return z.optional(z.string().check(z.minLength(1), z.maxLength(2048)));
}
