import { type BodyReason, RejectedInput } from '../operation/rejected-input.ts';
import { readMediaType } from './media-type.ts';
import type { OperationEvent } from './operation-event.ts';
import { parseWholeNumbers } from './whole-numbers.ts';

/** Largest request body in bytes: several times the longest fields that the operations accept. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * The most characters of a body, outside its texts, that start a list or an object or separate values. No operation needs
 * more than a few. Parsing 64 KB of lists takes as long as twenty ordinary refusals.
 */
export const MAX_VALUES = 4096;

const rejected = (reason: BodyReason) => new RejectedInput({ in: 'body', reason });

/**
 * The JSON of a body: UTF-8, at most `MAX_BODY_BYTES` (docs/rules.md, "Bodies"). Checks the size before it decodes.
 * @throws RejectedInput without any part of the body, which must never reach a log.
 */
export function readBody({ headers, body, isBase64Encoded }: OperationEvent): unknown {
  const text = typeof body === 'string' ? body : '';
  if (Buffer.byteLength(text, isBase64Encoded ? 'base64' : 'utf8') > MAX_BODY_BYTES) throw rejected('too-large');
  checkContentType(headers['content-type'] ?? '');
  return parseJson(withoutByteOrderMark(isBase64Encoded ? decode(text) : checkDecoded(text)));
}

/** `application/json` or `application/…+json`, in UTF-8. */
function checkContentType(contentType: string): void {
  const { type, parameters } = readMediaType(contentType);
  const subtype = /^application\/([a-z0-9!#$&^_.+-]+)$/.exec(type)?.[1] ?? '';
  const isJson = subtype === 'json' || subtype.endsWith('+json');
  if (!isJson) throw rejected('wrong-content-type');
  const isUtf8 = parameters.every(([name, value]) => name !== 'charset' || value === 'utf-8' || value === 'utf8');
  if (!isUtf8) throw rejected('not-utf-8');
}

function decode(base64: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw rejected('not-utf-8');
  }
}

/** The gateway has decoded a text body, with U+FFFD in place of invalid UTF-8. */
function checkDecoded(text: string): string {
  if (text.includes('\ufffd')) throw rejected('not-utf-8');
  return text;
}

const withoutByteOrderMark = (text: string) => (text.startsWith('\ufeff') ? text.slice(1) : text);

function hasTooManyValues(text: string): boolean {
  if (text.length <= MAX_VALUES) return false;
  const textsAndMarks = /"(?:[^"\\]|\\[\s\S])*"?|[[{,:]/g;
  let texts = 0;
  let marks = 0;
  for (const [found] of text.matchAll(textsAndMarks)) {
    if (found.startsWith('"')) texts += 1;
    else marks += 1;
    if (marks > MAX_VALUES) return true;
    // A mark is between any two texts of JSON. So this is none, and need not be read further.
    if (texts > marks + 1) return false;
  }
  return false;
}

/**
 * `JSON.parse` makes `__proto__` an ordinary own property, which nothing inherits from. Only the fields of the
 * contract are read, and the names under which they are copied are the contract's (`operation/input.ts`).
 */
function parseJson(text: string): unknown {
  if (hasTooManyValues(text)) throw rejected('too-many-values');
  try {
    return parseWholeNumbers(text);
  } catch {
    throw rejected('not-json');
  }
}
