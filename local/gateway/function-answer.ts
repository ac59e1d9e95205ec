import { isRecord } from '../template/json-values.ts';
import type { GatewayAnswer } from './answer.ts';
import { gatewayMessage, textAnswer } from './answer.ts';

/** Headers of the connection, not of the answer. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/**
 * Converts a function's result to an answer, in payload format 2.0. A result with `statusCode` describes the answer;
 * one without is the body.
 */
export function answerOf(result: unknown): GatewayAnswer {
  if (!isRecord(result) || !('statusCode' in result)) {
    return textAnswer(200, 'application/json', typeof result === 'string' ? result : JSON.stringify(result ?? null));
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  const status = typeof statusCode === 'string' ? Number(statusCode) : statusCode;
  const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599;
  const isHeaders = headers === null || (isRecord(headers) && Object.values(headers).every(isPlain));
  const isCookies = Array.isArray(cookies) && cookies.every((cookie) => typeof cookie === 'string');
  const isBody = body === null || typeof body === 'string';
  // The function broke the format. The caller gets no details.
  if (!isStatus || !isHeaders || !isCookies || !isBody) return gatewayMessage(500);
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(given.filter(([name]) => !OWN_HEADERS.has(name))),
    },
    cookies,
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
