import { type JsonObject, ref } from './json-object.ts';

/** The headers of answers. docs/safe-retries.md explains them. */
export const headers = {
  RequestId: {
    description:
      'The id of the request. Its audit records and its log lines have it too: quote it when you ask for help.',
    required: true,
    schema: { type: 'string', minLength: 1 },
    example: 'JKJaXmPLvHcESHA=',
  },
  ETag: {
    description: 'The version of the MISP, in quotes, for `If-Match`. A business error has none.',
    schema: { type: 'string', pattern: '^"[0-9]+"$' },
    example: '"3"',
  },
  IdempotencyReplayed: {
    description: 'Present when this is the answer to an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', const: 'true' },
  },
  RetryAfter: {
    description: 'How many seconds to wait before a retry. The service sends it, the gateway does not.',
    schema: { type: 'integer', minimum: 0 },
    example: 1,
  },
  Challenge: {
    description: 'Present when the token has expired: renew it.',
    schema: { type: 'string' },
    example: 'Bearer error="invalid_token"',
  },
} as const satisfies Readonly<Record<string, JsonObject>>;

/** Every answer has the id of its request. */
export const EVERY_ANSWER = { 'apigw-requestid': ref('headers', 'RequestId') } as const;
export const REPLAYED = { 'Idempotency-Replayed': ref('headers', 'IdempotencyReplayed') } as const;
