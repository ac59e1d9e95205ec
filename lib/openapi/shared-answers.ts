import { eitherBody, gatewayBody, problemBody } from './bodies.ts';
import { EVERY_ANSWER } from './headers.ts';
import { type JsonObject, ref } from './json-object.ts';

/** Answers that are the same for every operation. */
export const sharedAnswers = {
  Malformed: {
    description:
      'The request is not well-formed. PMS_COR_001: a field is missing, blank, too long, of the wrong type, out of range, or has characters ' +
      'that are not allowed. PMS_COR_002: the body cannot be read, or a parameter or a header is wrong. The answer lists every error. Nothing was done.',
    headers: EVERY_ANSWER,
    content: {
      ...eitherBody(['invalid-fields', 'invalid-body'], 'Bad Request'),
      ...problemBody(['invalid-fields', 'invalid-body']),
    },
  },
  Unauthorized: {
    description:
      'KER-ATH-401: the token has expired; renew it and repeat the request. From the gateway: there is no token where one is required. With `tokenSource: cookie` and other cookies alone it is a 403.',
    headers: { ...EVERY_ANSWER, 'WWW-Authenticate': ref('headers', 'Challenge') },
    content: { ...eitherBody(['not-authenticated'], 'Unauthorized'), ...problemBody(['not-authenticated']) },
  },
  TooLarge: {
    description:
      'From the gateway: the body has over 10 MB. The service itself takes 64 KB, and answers 400 above that.',
    headers: EVERY_ANSWER,
    content: gatewayBody('Request Entity Too Large'),
  },
  TooManyRequests: {
    description: 'From the gateway: there are too many requests. Nothing was done. Wait, and repeat the request.',
    headers: EVERY_ANSWER,
    content: gatewayBody('Too Many Requests'),
  },
  HeadersTooLarge: {
    description: 'From the gateway: request line and headers together have over 10,240 bytes.',
    headers: EVERY_ANSWER,
    content: gatewayBody('Request Header Fields Too Large'),
  },
  Failed: {
    description:
      'PMS_COR_003: an unforeseen error. From the gateway: the function did not answer. A change may have been stored: see the retry ' +
      'headers.',
    headers: EVERY_ANSWER,
    content: { ...eitherBody(['internal-error'], 'Internal Server Error'), ...problemBody(['internal-error']) },
  },
  Unavailable: {
    description:
      'PMS_COR_003: the store cannot be reached, or too many requests change the same MISP. Nothing was disclosed. Wait, and repeat the request. ' +
      'From the gateway: no function was free, or it took too long.',
    headers: { ...EVERY_ANSWER, 'Retry-After': ref('headers', 'RetryAfter') },
    content: {
      ...eitherBody(['temporarily-unavailable'], 'Service Unavailable'),
      ...problemBody(['temporarily-unavailable']),
    },
  },
  TimedOut: {
    description:
      'From the gateway: no answer came in time. A change may have been stored: repeat the request, with the same `Idempotency-Key`.',
    headers: EVERY_ANSWER,
    content: gatewayBody('Gateway Timeout'),
  },
} as const satisfies Readonly<Record<string, JsonObject>>;

/** A reference to one of them. */
export function sharedAnswer(name: keyof typeof sharedAnswers): JsonObject {
  return ref('responses', name);
}
