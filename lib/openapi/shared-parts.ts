import { bodyReasons, inputReasons } from '../../functions/operation/rejected-input.ts';

/** What the operations of the OpenAPI document have in common: the envelope, the errors, the gateway's own answers. */

type Json = Readonly<Record<string, unknown>>;

/** A reference to a component. */
export const ref = (kind: 'headers' | 'responses' | 'schemas', name: string): Json => ({
  $ref: `#/components/${kind}/${name}`,
});

const echoed = { type: ['string', 'null'], description: 'As in the request; null on a GET.' };
const code = { type: 'string', examples: ['PMS_MSP_005'] };

/** The MOSIP envelope around a request. Only `request` matters to the service. */
export function envelopeOf(request: Json): Json {
  return {
    type: 'object',
    properties: {
      id: { type: ['string', 'null'] },
      version: { type: ['string', 'null'] },
      requesttime: { type: ['string', 'null'], examples: ['2026-01-31T08:15:30.000Z'] },
      metadata: {},
      request,
    },
    required: ['request'],
  };
}

export const sharedSchemas: Json = {
  Answer: {
    type: 'object',
    properties: {
      id: echoed,
      version: echoed,
      responsetime: { type: 'string', format: 'date-time' },
      metadata: {},
      response: {},
      errors: { type: 'array', items: ref('schemas', 'Error') },
    },
    required: ['id', 'version', 'responsetime', 'metadata', 'response', 'errors'],
  },
  ErrorAnswer: {
    allOf: [ref('schemas', 'Answer')],
    properties: { metadata: { type: 'null' }, response: { type: 'null' }, errors: { type: 'array', minItems: 1 } },
  },
  Error: {
    type: 'object',
    properties: { errorCode: code, message: { type: 'string' } },
    required: ['errorCode', 'message'],
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457',
    properties: {
      type: {
        type: 'string',
        format: 'uri',
        description: 'Names the case, whichever generation of codes is in use.',
        examples: ['urn:mosip:pms:misp:unknown-misp'],
      },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'The message of the first error.' },
      code,
      requestId: { type: 'string', description: 'As in the header apigw-requestid and in the audit records.' },
      errors: {
        type: 'array',
        description: 'What is wrong with the form of the request; empty for all other errors.',
        items: ref('schemas', 'RequestFault'),
      },
    },
    required: ['type', 'title', 'status', 'detail', 'code', 'requestId', 'errors'],
  },
  RequestFault: {
    type: 'object',
    properties: {
      code,
      pointer: {
        type: 'string',
        description:
          'JSON pointer (RFC 6901) into the body, empty for the body as a whole; / and the name of a query parameter or of a header.',
        examples: ['/request/emailId', '/limit', ''],
      },
      reason: { type: 'string', enum: [...inputReasons, ...bodyReasons] },
    },
    required: ['code', 'pointer', 'reason'],
  },
  GatewayMessage: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
};

const bothForms = {
  'application/json': { schema: ref('schemas', 'ErrorAnswer') },
  'application/problem+json': { schema: ref('schemas', 'Problem') },
};
export const sharedHeaders: Json = {
  ETag: { schema: { type: 'string' }, description: 'The version of the MISP, in quotes: what `If-Match` takes.' },
  IdempotencyReplayed: {
    schema: { type: 'string', const: 'true' },
    description: 'This is the answer to an earlier request with the same Idempotency-Key.',
  },
};

export const sharedResponses: Json = {
  Malformed: {
    description:
      'PMS_COR_001: fields missing, blank, too long, of the wrong type or with characters that are not allowed. PMS_COR_002: not readable.',
    content: bothForms,
  },
  Unauthorized: {
    description: 'KER-ATH-401: the token has expired: renew it. Or, from the gateway, no token where one is required.',
    headers: {
      'WWW-Authenticate': { schema: { type: 'string' }, description: 'Only where the token has expired.' },
    },
    content: {
      'application/json': { schema: { anyOf: [ref('schemas', 'ErrorAnswer'), ref('schemas', 'GatewayMessage')] } },
      'application/problem+json': { schema: ref('schemas', 'Problem') },
    },
  },
  Failed: { description: 'PMS_COR_003: something unforeseen.', content: bothForms },
  Unavailable: {
    description: 'PMS_COR_003: the store is not available; nothing was disclosed. Try again.',
    headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait.' } },
    content: bothForms,
  },
};
