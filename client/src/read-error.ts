import type { FaultReason } from './documented.ts';
import { isDocumentedKind, PROBLEM_TYPE_PREFIX } from './error-titles.ts';
import type { MispError, RequestFault } from './errors.ts';
import { field } from './field.ts';
import { retryAfterMs } from './retry-after.ts';

/** The reasons in the document. The compiler requires each. */
const reasons: Readonly<Record<FaultReason, true>> = {
  missing: true,
  blank: true,
  'too-long': true,
  'wrong-type': true,
  'not-allowed': true,
  'out-of-range': true,
  'too-large': true,
  'wrong-content-type': true,
  'not-utf-8': true,
  'too-many-values': true,
  'not-json': true,
};

/** The gateway's id of a request. */
export const requestIdOf = (response: Response): string | null => response.headers.get('apigw-requestid');

/**
 * Reads an error from an answer. Keeps only codes, pointers and known words, because the service's messages can
 * repeat a licence key.
 * @param body the parsed body; undefined if it is not JSON.
 */
export function readError(response: Response, body: unknown, now: number): MispError {
  const wait = retryAfterMs(response.headers, now);
  const answered = {
    status: response.status,
    requestId: requestIdOf(response),
    retryAfterSeconds: wait === undefined ? null : Math.ceil(wait / 1000),
  };
  const code = codeIn(field(body, 'code'));
  const word = wordOfType(field(body, 'type'));
  if (code !== '' && isDocumentedKind(word)) return { ...answered, kind: word, code, faults: faultsIn(body) };
  // The service itself answers with a problem or an envelope, both with `errors`.
  const errors = field(body, 'errors');
  if (errors === undefined && !response.ok) return { ...answered, kind: 'gateway' };
  return { ...answered, kind: 'unknown', code: code || codeIn(field(field(errors, 0), 'errorCode')) };
}

function faultsIn(body: unknown): readonly RequestFault[] {
  const errors = field(body, 'errors');
  return Array.isArray(errors) ? errors.map(readFault) : [];
}

function readFault(fault: unknown): RequestFault {
  const [pointer, reason] = [field(fault, 'pointer'), field(fault, 'reason')];
  return {
    pointer: typeof pointer === 'string' && POINTER.test(pointer) ? pointer : '',
    reason: isReason(reason) ? reason : 'other',
  };
}

/** Names of fields, which are shorter than a licence key. */
const POINTER = /^(\/[\w~-]{1,31}){0,4}$/;

const isReason = (value: unknown): value is FaultReason => typeof value === 'string' && Object.hasOwn(reasons, value);

/** A code, such as PMS_MSP_402; an empty string for anything else. */
const codeIn = (value: unknown): string =>
  typeof value === 'string' && /^[A-Z]{2,5}[-_][A-Z]{2,5}[-_]\d{1,5}$/.test(value) ? value : '';

const wordOfType = (type: unknown): string =>
  typeof type === 'string' && type.startsWith(PROBLEM_TYPE_PREFIX) ? type.slice(PROBLEM_TYPE_PREFIX.length) : '';
