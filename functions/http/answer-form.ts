import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Done } from '../operation/result.ts';
import type { ErrorForm } from './accepted-form.ts';
import type { ErrorAnswer } from './error-answers.ts';

/** The `id` and `version` of a request, which its answer echoes; null if it has none. */
export interface EnvelopeEcho {
  readonly id: string | null;
  readonly version: string | null;
}

export const NO_ECHO: EnvelopeEcho = { id: null, version: null };

/** Answers have licence keys, names and addresses: no cache may keep them. */
const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Marks an answer that repeats that of an earlier request with the same idempotency key. */
export const REPLAYED = { 'idempotency-replayed': 'true' } as const;

/** The MOSIP envelope of a successful answer, with the MISP's version as entity tag. */
export function successAnswer(
  { body, version, nextCursor, isReplayed }: Done<unknown>,
  echo: EnvelopeEcho,
  at: Date,
): APIGatewayProxyStructuredResultV2 {
  const answer = {
    ...echo,
    responsetime: at.toISOString(),
    metadata: nextCursor === undefined ? null : { nextCursor },
    response: body,
    errors: [],
  };
  return json(200, 'application/json', answer, {
    ...(version === undefined ? {} : { etag: `"${version}"` }),
    ...(isReplayed ? REPLAYED : {}),
  });
}

/** The parts of a request that its error answer needs. */
export interface AnsweredRequest {
  readonly form: ErrorForm;
  readonly echo: EnvelopeEcho;
  readonly requestId: string;
}

/**
 * An error in the form that the caller prefers: the envelope, or an RFC 9457 problem with its own HTTP status.
 * @param headers besides those of every answer.
 */
export function errorAnswer(
  { type, title, envelopeStatus, problemStatus, errors, faults }: ErrorAnswer,
  { form, echo, requestId }: AnsweredRequest,
  at: Date,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  if (form === 'envelope') {
    const body = { ...echo, responsetime: at.toISOString(), metadata: null, response: null, errors };
    return json(envelopeStatus, 'application/json', body, headers);
  }
  const [{ errorCode, message }] = errors;
  const problem = { type, title, status: problemStatus, detail: message, code: errorCode, requestId, errors: faults };
  return json(problemStatus, 'application/problem+json', problem, headers);
}

function json(
  statusCode: number,
  contentType: string,
  body: unknown,
  more: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': contentType, ...HEADERS, ...more }, body: JSON.stringify(body) };
}
