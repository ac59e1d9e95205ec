import { DATE_TIME, readInstant } from '../domain/date-times.ts';
import { hashLicenseKey } from '../domain/license.ts';
import { type Instant, isPossibleMispId, type MispProfile, NO_MISP_ID } from '../domain/misp.ts';
import { fitsNameKey, MAX_NAME_LENGTH, normalizeName, normalizePrefix } from '../domain/organization-name.ts';
import { isBlank, isPlainMultilineText, isPlainText, trimUnseen } from '../domain/plain-text.ts';
import { comparedHash, type LicenseNames } from './find-license.ts';
import type { Field, InputRule, Reading } from './input.ts';
import type { InputReason } from './rejected-input.ts';

/**
 * The field types that operations share (docs/rules.md, "Text"). Lengths are in UTF-16 code units and checked first,
 * but after `trimUnseen` for keys and e-mail addresses. A fault never has the value: a caller's text must
 * not reach an error that may be logged.
 */

/** Further rules for a text; it is always required, not blank and without forbidden characters. */
interface TextRules {
  readonly maxLength?: number;
  /** White space and invisible characters around the text are removed and do not count. */
  readonly isTrimmed?: boolean;
  readonly isAllowed?: (text: string) => boolean;
  readonly fits?: (text: string) => boolean;
}

function textField(rules: TextRules = {}): Field<string> {
  const { maxLength } = rules;
  return {
    read: (sent) => readText(sent, rules),
    schema: { type: 'string', minLength: 1, ...(maxLength === undefined ? {} : { maxLength }) },
  };
}

function readText(sent: unknown, rules: TextRules): Reading<string> {
  const whole = textOf(sent);
  if (whole === undefined) return { fault: faultOfValue(sent) };
  const value = rules.isTrimmed ? trimUnseen(whole) : whole;
  const fault = faultOfText(value, rules);
  return fault === undefined ? { value } : { fault };
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
  return { contactNumber: plainText(16), emailId: emailText(), address: addressText() } satisfies Readonly<
    Record<Exclude<keyof MispProfile, 'name'>, Field<unknown>>
  >;
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
export function licenseKeyHash(): Field<string> {
  const rules = { maxLength: 64, isAllowed: (text: string) => HASH.test(text) };
  return { read: (sent) => readText(sent, rules), schema: { type: 'string', pattern: HASH.source } };
}

/** A field that may be absent or null. */
export function optional<Value>({ read, schema }: Field<Value>): Field<Value | undefined> {
  return { read: (sent) => (isAbsent(sent) ? { value: undefined } : read(sent)), schema };
}

const isAbsent = (sent: unknown) => sent === undefined || sent === null;

/** A whole number in JSON, not as text. */
export function wholeNumber(minimum: number, maximum: number): Field<number> {
  return {
    read: (sent) => {
      if (typeof sent !== 'number') return { fault: faultOfValue(sent) };
      // Infinite: a whole number with too many digits (`parseWholeNumbers`).
      if (Number.isFinite(sent) && !Number.isInteger(sent)) return { fault: 'wrong-type' };
      return sent >= minimum && sent <= maximum ? { value: sent } : { fault: 'out-of-range' };
    },
    schema: { type: 'integer', minimum, maximum },
  };
}

/**
 * A point in time: RFC 3339 with `Z` or an offset, or without a zone for UTC; a fraction of a second is cut to milliseconds. A day alone is
 * invalid. The rule, which has a clock, checks how far ahead it is.
 */
export function instant(): Field<Instant> {
  return {
    read: (sent) => {
      // Not converted to text: an object may lack the method for that.
      const value = typeof sent === 'string' ? readInstant(sent) : undefined;
      return value === undefined ? { fault: faultOfValue(sent) } : { value };
    },
    schema: { type: 'string', pattern: DATE_TIME.source },
  };
}

/** The fields that name a licence: its key, its hash, or both if they agree. */
export function licenseNames() {
  return { mispLicenseKey: optional(licenseKey()), licenseKeyHash: optional(licenseKeyHash()) };
}

/** The rule for `licenseNames` as a whole. */
export const namesOneLicense: InputRule<LicenseNames> = {
  faultsOf: ({ mispLicenseKey: key, licenseKeyHash: hash }, found) => {
    if (found.some(({ name }) => name === 'licenseKeyHash')) return [];
    if (key === undefined) return hash === undefined ? [{ name: 'mispLicenseKey', reason: 'missing' }] : [];
    const isSame = hash === undefined || hashLicenseKey(key) === comparedHash(hash);
    return isSame ? [] : [{ name: 'licenseKeyHash', reason: 'not-allowed' }];
  },
};

/** A field of the path or the query, which is always text. */
function parameter<Value>(read: (sent: string) => Reading<Value>, schema: object = {}): Field<Value> {
  return {
    read: (sent) => (typeof sent === 'string' ? read(sent) : { fault: faultOfValue(sent) }),
    schema: { type: 'string', ...schema },
  };
}

/** The MISP id of a path; `NO_MISP_ID` for an illegal one, which is unknown to every operation. */
export function mispId(): Field<string> {
  return parameter((sent) => ({ value: isPossibleMispId(sent) ? sent : NO_MISP_ID }));
}

/** The prefix of names, normalized; null if no name can have it. */
export function namePrefix(): Field<string | null> {
  return parameter((sent) => ({ value: normalizePrefix(sent) ?? null }));
}

/** A query parameter that is one of several words; case does not matter. */
export function oneOfWords<const Word extends string>(words: readonly Word[]): Field<Word> {
  return parameter<Word>(
    (sent) => {
      const value = words.find((one) => one.toLowerCase() === sent.toLowerCase());
      if (value !== undefined) return { value };
      return { fault: isBlank(sent) ? 'blank' : 'not-allowed' };
    },
    { enum: words },
  );
}

/** Largest page of a list. */
export const MAX_PAGE_SIZE = 500;

/** `limit` of a list, from the query string. */
export function pageLimit(): Field<number | undefined> {
  const isIn = (limit: number) => limit >= 1 && limit <= MAX_PAGE_SIZE;
  const read = (sent: string): Reading<number> => {
    if (!/^-?[0-9]+$/.test(sent)) return { fault: 'wrong-type' };
    return isIn(Number(sent)) ? { value: Number(sent) } : { fault: 'out-of-range' };
  };
  return optional(parameter(read, { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE }));
}

/** `cursor` of a list: opaque text from the previous page. */
export function pageCursor(): Field<string | undefined> {
  return optional(textField({ maxLength: 2048 }));
}
