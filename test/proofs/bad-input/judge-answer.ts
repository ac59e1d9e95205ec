import { operations } from '../../../functions/operations.ts';
import type { HostileRequest } from './hostile-requests.ts';
import type { RawAnswer } from './raw-exchange.ts';

/** What the gateway says by itself, by its status: docs/errors.md. */
const GATEWAY_MESSAGES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  431: 'Request Header Fields Too Large',
};
const ENVELOPE_FIELDS = 'errors,id,metadata,response,responsetime,version';
const ERROR_CODE = /^PMS_(MSP_4\d\d|MSP_005|COR_00[12])$/;
const PROBLEM_TYPE = /^urn:mosip:pms:misp:[a-z-]+$/;
const PROBLEM_STATUSES = new Set([400, 404, 409, 422]);
/** Traces of what is inside: frames, files, names of errors and of services. No request holds any of them. */
const INTERNAL =
  /\bat (async )?[\w./<]+ ?\(|\bat \/|\.m?ts:\d|\.mjs|Error:|dynamodb|Exception|node:internal|aws-sdk|\bZod/i;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextOrNull = (value: unknown) => value === null || typeof value === 'string';

/**
 * Holds an answer against the forms of the contract.
 * @param names texts that no caller may see, such as the names of the tables.
 * @returns what is wrong with it.
 */
export function judgeAnswer(
  request: HostileRequest,
  { status, headers, body }: RawAnswer,
  names: readonly string[],
): string | undefined {
  if (status >= 500) return `was answered ${status}`;
  const trace = INTERNAL.exec(body)?.[0] ?? names.find((name) => body.includes(name));
  if (trace !== undefined) return `was answered with internal text: “${trace}”`;
  const { mayPass } = request.presented;
  if (!mayPass && status === 200) return 'passed without a good token';
  if (mayPass && (status === 401 || status === 403)) return `was answered ${status}, with a good token`;
  if (request.method === 'HEAD') return undefined;
  const parsed = parse(body);
  if (!isFields(parsed)) return `was answered ${status} with what is no JSON object: ${body.slice(0, 80)}`;
  if (Object.keys(parsed).join() === 'message') {
    return parsed.message === GATEWAY_MESSAGES[status] ? undefined : `was answered ${status} with ${body.slice(0, 80)}`;
  }
  if (!mayPass) return 'reached the service without a good token';
  if (headers['cache-control'] !== 'no-store') return 'got an answer of the service that may be kept';
  return headers['content-type'] === 'application/problem+json'
    ? judgeProblem(request, status, parsed)
    : judgeEnvelope(request, status, parsed);
}

function judgeProblem(request: HostileRequest, status: number, body: Fields): string | undefined {
  const isAsked = request.headers.some(([name, value]) => name === 'accept' && /problem\+json/i.test(value));
  if (!isAsked) return 'got a problem that it did not ask for';
  const { type, title, detail, code, requestId, errors } = body;
  const isProblem =
    PROBLEM_STATUSES.has(status) &&
    body.status === status &&
    ERROR_CODE.test(String(code)) &&
    PROBLEM_TYPE.test(String(type)) &&
    typeof title === 'string' &&
    typeof detail === 'string' &&
    typeof requestId === 'string' &&
    Array.isArray(errors) &&
    errors.length > 0 === (status === 400);
  return isProblem ? undefined : `got a problem of another form: ${JSON.stringify(body).slice(0, 120)}`;
}

function judgeEnvelope({ aim }: HostileRequest, status: number, body: Fields): string | undefined {
  const { id, version, response, errors } = body;
  const isEnvelope =
    Object.keys(body).sort().join() === ENVELOPE_FIELDS &&
    isTextOrNull(id) &&
    isTextOrNull(version) &&
    typeof body.responsetime === 'string' &&
    Array.isArray(errors);
  if (!isEnvelope) return `got an envelope of another form: ${JSON.stringify(body).slice(0, 120)}`;
  if (errors.length > 0) {
    const codes = errors.map((error) => (isFields(error) ? String(error.errorCode) : ''));
    const isBadInput = codes.every((code) => code.startsWith('PMS_COR_'));
    const isError =
      response === null && codes.every((code) => ERROR_CODE.test(code)) && status === (isBadInput ? 400 : 200);
    return isError ? undefined : `got ${status} with the errors ${codes.join(', ')}`;
  }
  if (status !== 200) return `got ${status} without an error`;
  // A stray path may lead to an operation after all: it must then look like one of their answers.
  const answers = aim === undefined ? operations.map(({ answer }) => answer) : [aim.answer];
  return answers.some((answer) => answer.safeParse(response).success)
    ? undefined
    : `got a success of another form: ${JSON.stringify(response).slice(0, 120)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
