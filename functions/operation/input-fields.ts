import * as z from 'zod/mini';
import { DATE_TIME, readInstant } from '../domain/date-times.ts';
import { hashLicenseKey } from '../domain/license.ts';
import { isPossibleMispId, NO_MISP_ID } from '../domain/misp.ts';
import { fitsNameKey, MAX_NAME_LENGTH, normalizeName, normalizePrefix } from '../domain/organization-name.ts';
import { isBlank, isPlainMultilineText, isPlainText, trimUnseen } from '../domain/plain-text.ts';
import { comparedHash, type LicenseNames } from './find-license.ts';
import type { InputReason } from './rejected-input.ts';

/**
 * The field types that operations share (docs/rules.md, "Text"). Each checks its value once and stops at the first
 * fault; the message of its issue is the reason. Lengths are in UTF-16 code units and checked before anything else.
 */

/** Further rules for a text; it is always required, not blank and without forbidden characters. */
interface TextRules {
  readonly maxLength?: number;
  /** White space and invisible characters around the text are removed and do not count. */
  readonly isTrimmed?: boolean;
  readonly isAllowed?: (text: string) => boolean;
  readonly fits?: (text: string) => boolean;
}

function textField(rules: TextRules = {}) {
  const { maxLength } = rules;
  // For the OpenAPI document: a value that has passed the rules cannot fail here.
  const shown = z.string().check(z.minLength(1), ...(maxLength === undefined ? [] : [z.maxLength(maxLength)]));
  return z.pipe(textBy(rules), shown);
}

function textBy(rules: TextRules) {
  return z.transform((value: unknown, { issues }): string => {
    const sent = textOf(value);
    const text = rules.isTrimmed && sent !== undefined ? trimUnseen(sent) : sent;
    const reason = text === undefined ? faultOfValue(value) : faultOfText(text, rules);
    if (reason !== undefined) issues.push(issueOf(reason));
    return text ?? '';
  });
}

/** A JSON value as text: whole numbers and booleans count as their JSON text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : undefined;
}

const faultOfValue = (value: unknown): InputReason => ((value ?? null) === null ? 'missing' : 'wrong-type');

function faultOfText(
  text: string,
  { maxLength = Number.POSITIVE_INFINITY, isAllowed = isPlainText, fits = () => true }: TextRules,
): InputReason | undefined {
  if (text.length > maxLength) return 'too-long';
  if (isBlank(text)) return 'blank';
  if (!isAllowed(text)) return 'not-allowed';
  return fits(text) ? undefined : 'too-long';
}

/** An issue without its input: a caller's text must never reach an error that may be logged. */
const issueOf = (reason: InputReason) => ({ code: 'custom', message: reason, input: undefined }) as const;

/** One line of text. */
export function plainText(maxLength: number) {
  return textField({ maxLength });
}

/** A postal address of one or several lines. */
export function addressText() {
  return textField({ maxLength: 2000, isAllowed: isPlainMultilineText });
}

/** The text of an e-mail address. The rule decides whether it is valid. */
export function emailText() {
  return textField({ maxLength: 256, isTrimmed: true });
}

/** An organization name with a normalized form that fits the keys of the table. */
export function organizationName() {
  return textField({ maxLength: MAX_NAME_LENGTH, fits: (name) => fitsNameKey(normalizeName(name)) });
}

/** The fields of a profile except the name, which register and update name differently. */
export function profileFields() {
  return { contactNumber: plainText(16), emailId: emailText(), address: addressText() };
}

/** A word for a rule to check: any plain text, so that the rule itself answers a wrong word. */
export function statusWord() {
  return textField();
}

/** A licence key. The rule checks its length: a key that is too long is unknown, not malformed. */
export function licenseKey() {
  return textField({ isTrimmed: true });
}

const HASH = /^[0-9A-Fa-f]{64}$/;

/** The hash of a licence key: hex digits in either case, kept as sent. */
export function licenseKeyHash() {
  const read = textBy({ maxLength: 64, isAllowed: (text) => HASH.test(text) });
  return z.pipe(read, z.string().check(z.regex(HASH)));
}

/** A field that may be absent or null. */
export function optional<Value>(field: z.ZodMiniType<Value>) {
  const read = z.transform((value: unknown): unknown => value ?? undefined);
  return z.optional(z.pipe(read, z.optional(field)));
}

/** A whole number in JSON, not as text. */
export function wholeNumber(least: number, most: number) {
  const read = z.transform((value: unknown, { issues }): number => {
    const reason = faultOfNumber(value, least, most);
    if (reason === undefined) return Number(value);
    issues.push(issueOf(reason));
    return 0;
  });
  return z.pipe(read, z.int().check(z.minimum(least), z.maximum(most)));
}

function faultOfNumber(value: unknown, least: number, most: number): InputReason | undefined {
  if ((value ?? null) === null) return 'missing';
  if (typeof value !== 'number') return 'wrong-type';
  // Infinite: a whole number with too many digits (`parseWholeNumbers`).
  if (Number.isFinite(value) && !Number.isInteger(value)) return 'wrong-type';
  return value < least || value > most ? 'out-of-range' : undefined;
}

/**
 * A point in time: RFC 3339 with `Z` or an offset, or without a zone for UTC; a fraction of a second is cut to milliseconds. A day alone is
 * invalid. The rule, which has a clock, checks how far ahead it is.
 */
export function instant() {
  const read = z.transform((value: unknown, { issues }): string => {
    if (typeof value === 'string' && readInstant(value) !== undefined) return value;
    // Not converted to text: an object may lack the method for that.
    issues.push(issueOf((value ?? null) === null ? 'missing' : 'wrong-type'));
    return '';
  });
  const text = z.pipe(read, z.string().check(z.regex(DATE_TIME)));
  return z.pipe(
    text,
    z.transform((value) => readInstant(value) ?? 0),
  );
}

/** The fields that name a licence: its key, its hash, or both if they agree. */
export function licenseNames() {
  return { mispLicenseKey: optional(licenseKey()), licenseKeyHash: optional(licenseKeyHash()) };
}

/** The rule for `licenseNames` as a whole. */
export function namesOneLicense() {
  // Checked whatever the other fields are, so that a caller sees all faults at once.
  const always = { when: () => true };
  const ifBothCanBeRead = {
    when: ({ issues }: z.core.ParsePayload) =>
      !issues.some(({ path }) => path?.[0] === 'mispLicenseKey' || path?.[0] === 'licenseKeyHash'),
  };
  return [
    z.refine<LicenseNames>(
      ({ mispLicenseKey, licenseKeyHash: hash }: LicenseNames) => mispLicenseKey !== undefined || hash !== undefined,
      { path: ['mispLicenseKey'], error: 'missing' satisfies InputReason, ...always },
    ),
    z.refine<LicenseNames>(
      ({ mispLicenseKey: key, licenseKeyHash: hash }: LicenseNames) =>
        key === undefined || hash === undefined || hashLicenseKey(key) === comparedHash(hash),
      { path: ['licenseKeyHash'], error: 'not-allowed' satisfies InputReason, ...ifBothCanBeRead },
    ),
  ] as const;
}

/** The MISP id of a path; `NO_MISP_ID` for an illegal one, which is unknown to every operation. */
export function mispId() {
  return z.pipe(
    z.string(),
    z.transform((sent: string) => (isPossibleMispId(sent) ? sent : NO_MISP_ID)),
  );
}

/** The prefix of names, normalized; null if no name can have it. */
export function namePrefix() {
  return z.pipe(
    z.string(),
    z.transform((sent: string) => normalizePrefix(sent) ?? null),
  );
}

/** A query parameter that is one of several words; case does not matter. */
export function oneOfWords<const Word extends string>(words: readonly Word[]) {
  const read = z.transform((sent: string, { issues }): string => {
    const word = words.find((one) => one.toLowerCase() === sent.toLowerCase());
    if (word === undefined) issues.push(issueOf(isBlank(sent) ? 'blank' : 'not-allowed'));
    return word ?? '';
  });
  return z.pipe(read, z.enum(words));
}

/** Largest page of a list. */
export const MAX_PAGE_SIZE = 500;

/** `limit` of a list, from the query string. */
export function pageLimit() {
  const read = z.transform((sent: string, { issues }): number => {
    const limit = /^-?[0-9]+$/.test(sent) ? Number(sent) : Number.NaN;
    if (Number.isNaN(limit)) issues.push(issueOf('wrong-type'));
    else if (limit < 1 || limit > MAX_PAGE_SIZE) issues.push(issueOf('out-of-range'));
    return limit;
  });
  return z.optional(z.pipe(read, z.int().check(z.minimum(1), z.maximum(MAX_PAGE_SIZE))));
}

/** `cursor` of a list: opaque text from the previous page. */
export function pageCursor() {
  return z.optional(textField({ maxLength: 2048 }));
}
