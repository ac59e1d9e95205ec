import { errorRows } from '../../functions/http/error-answers.ts';
import { bodyReasons, inputReasons } from '../../functions/operation/rejected-input.ts';
import { type ListedContract, operations } from '../../functions/operations.ts';
import { inputFieldsOf } from '../../lib/openapi/component-schemas.ts';
import { asksForProblems } from './hostile-headers.ts';
import type { HostileRequest } from './hostile-requests.ts';
import type { RawAnswer } from './raw-exchange.ts';

/** The gateway's own messages, by status: docs/errors.md. */
const GATEWAY_MESSAGES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  431: 'Request Header Fields Too Large',
};
const ENVELOPE_FIELDS = 'errors,id,metadata,response,responsetime,version';
const ERROR_CODE = /^(PMS_(MSP_4\d\d|MSP_005|MSP_90[1-5]|COR_00[12])|KER-ATH-40[13])$/;
const PROBLEM_FIELDS = 'code,detail,errors,requestId,status,title,type';
const PROBLEM_STATUSES = new Set([400, 401, 404, 409, 412, 422]);
/** Errors with their own HTTP status in the envelope, too. */
const SHOWN_STATUSES: Readonly<Record<string, number>> = { PMS_MSP_902: 412, PMS_MSP_903: 422, 'KER-ATH-401': 401 };
const PROBLEM_TYPES = new Set(
  [...Object.keys(errorRows), 'invalid-request', 'not-authenticated'].map((kind) => `urn:mosip:pms:misp:${kind}`),
);
const PROBLEM_TITLES = new Set([
  'Request not valid',
  'Token expired or missing',
  ...Object.values(errorRows).map(({ title }) => title),
]);
const contracts: readonly ListedContract[] = operations;
/** All fields and parameters of the operations, including aliases. */
const INPUT_NAMES = new Set(
  contracts.flatMap((contract) => [
    ...Object.keys(inputFieldsOf(contract).properties),
    ...Object.values(contract.aliases ?? {}),
  ]),
);
const POINTERS = new Set([
  '',
  '/idempotency-key',
  '/if-match',
  ...[...INPUT_NAMES].flatMap((name) => [`/${name}`, `/request/${name}`]),
]);
const REASONS = new Set<unknown>([...bodyReasons, ...inputReasons]);
/** A refusal contains only the service's own words. */
const OWN_WORDS =
  /^(Missing Input Parameter - request\.(\w+)|Invalid Input Parameter - (\w+|idempotency-key|if-match|body over 64 KB|body with over 4096 values|content type is not application\/json|body is not (UTF-8|JSON)))$/;
/** Only a legal MISP id may follow. */
const UNKNOWN_MISP = /^MISP ID does not exist {2}([A-Za-z0-9][A-Za-z0-9._-]{0,35})?$/;
/** Internal texts: stack frames, files, names of errors and services. No request contains any of them. */
const INTERNAL =
  /\bat (async )?[\w./<]+ ?\(|\bat \/|\.m?ts:\d|\.mjs|Error:|[Dd]ynamo[Dd][Bb]|Exception|node:internal|aws-sdk|\bZod[A-Z][a-z]/;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextOrNull = (value: unknown) => value === null || typeof value === 'string';

/**
 * Compares an answer with the contract.
 * @param names texts that no caller may see, such as table names.
 * @returns what is wrong with it; undefined if nothing is.
 */
export function judgeAnswer(
  request: HostileRequest,
  { status, headers, body }: RawAnswer,
  names: readonly string[],
): string | undefined {
  if (status >= 500) return `was answered ${status}`;
  const trace = INTERNAL.exec(body)?.[0] ?? names.find((name) => body.includes(name));
  if (trace !== undefined) return `was answered with internal text: “${trace}”`;
  const { mayPass, isExpired = false } = request.presented;
  if (!mayPass && status === 200) return 'passed without a good token';
  if (mayPass && (status === 401 || status === 403)) return `was answered ${status}, with a good token`;
  if (request.method === 'HEAD') return undefined;
  const parsed = parse(body);
  if (!isFields(parsed)) return `was answered ${status} with a body that is no JSON object: ${body.slice(0, 80)}`;
  if (Object.keys(parsed).join() === 'message') {
    if (isExpired && status === 403) return 'was answered 403, though its token has only expired';
    return parsed.message === GATEWAY_MESSAGES[status] ? undefined : `was answered ${status} with ${body.slice(0, 80)}`;
  }
  if (!mayPass && !(isExpired && isRefusedAsExpired(status, headers, body))) {
    return 'reached the service without a good token';
  }
  if (headers['cache-control'] !== 'no-store') return 'got an answer of the service that may be cached';
  return headers['content-type'] === 'application/problem+json'
    ? judgeProblem(request, status, headers['apigw-requestid'], parsed)
    : judgeEnvelope(request, status, parsed);
}

/** A refusal that only asks to renew the token. */
const isRefusedAsExpired = (status: number, headers: RawAnswer['headers'], body: string) =>
  status === 401 && headers['www-authenticate'] === 'Bearer error="invalid_token"' && body.includes('"KER-ATH-401"');

function judgeProblem(
  request: HostileRequest,
  status: number,
  answered: string | undefined,
  body: Fields,
): string | undefined {
  if (!asksForProblems(request.headers)) return 'got a problem that it did not ask for';
  const { type, title, detail, code, requestId, errors } = body;
  const isProblem =
    PROBLEM_STATUSES.has(status) &&
    body.status === status &&
    Object.keys(body).sort().join() === PROBLEM_FIELDS &&
    ERROR_CODE.test(String(code)) &&
    PROBLEM_TYPES.has(String(type)) &&
    PROBLEM_TITLES.has(String(title)) &&
    typeof detail === 'string' &&
    isOwnText(status, detail) &&
    requestId === answered &&
    Array.isArray(errors) &&
    errors.length > 0 === (status === 400) &&
    errors.every(isFault);
  return isProblem ? undefined : `got a malformed problem: ${JSON.stringify(body).slice(0, 120)}`;
}

/** A refusal must not repeat what was sent, nor any illegal MISP id. */
const isOwnText = (status: number, text: string) =>
  status === 400 ? OWN_WORDS.test(text) : !text.startsWith('MISP ID ') || UNKNOWN_MISP.test(text);

const isFault = (fault: unknown) =>
  isFields(fault) &&
  Object.keys(fault).sort().join() === 'code,pointer,reason' &&
  /^PMS_COR_00[12]$/.test(String(fault.code)) &&
  POINTERS.has(String(fault.pointer)) &&
  REASONS.has(fault.reason);

function judgeEnvelope({ intended, headers }: HostileRequest, status: number, body: Fields): string | undefined {
  const { id, version, response, errors } = body;
  const isEnvelope =
    Object.keys(body).sort().join() === ENVELOPE_FIELDS &&
    isTextOrNull(id) &&
    isTextOrNull(version) &&
    typeof body.responsetime === 'string' &&
    Array.isArray(errors);
  if (!isEnvelope) return `got a malformed envelope: ${JSON.stringify(body).slice(0, 120)}`;
  if (errors.length > 0) {
    const codes = errors.map((error) => (isFields(error) ? String(error.errorCode) : ''));
    if (asksForProblems(headers)) return 'got an envelope, but asked for a problem';
    const foreign = errors.map((error) => String(error?.message)).find((text) => !isOwnText(status, text));
    if (foreign !== undefined) return `got its own input back: ${foreign.slice(0, 80)}`;
    const isBadInput = codes.every((code) => code.startsWith('PMS_COR_'));
    const isError =
      response === null &&
      codes.every((code) => ERROR_CODE.test(code)) &&
      status === (isBadInput ? 400 : (SHOWN_STATUSES[codes[0] ?? ''] ?? 200));
    return isError ? undefined : `got ${status} with errors ${codes.join(', ')}`;
  }
  if (status !== 200) return `got ${status} without an error`;
  // A stray path may reach an operation after all: then the answer must look like one of theirs.
  const answers = intended === undefined ? operations.map(({ answer }) => answer) : [intended.answer];
  return answers.some((answer) => answer.safeParse(response).success)
    ? undefined
    : `got a malformed success: ${JSON.stringify(response).slice(0, 120)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
