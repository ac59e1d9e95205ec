import type { DomainErrorKind } from '../../functions/domain/errors.ts';
import { errorRows } from '../../functions/http/error-answers.ts';
import { errorsOf, type OperationContract } from '../../functions/operation/contract.ts';
import { operations } from '../../functions/operations.ts';
import { parametersOf, requestBodyOf, schemaOf } from './operation-schemas.ts';
import { ref, sharedHeaders, sharedResponses, sharedSchemas } from './shared-parts.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the service, derived from the list of operations. `npm run openapi` writes it. */
export function openapiDocument(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const item = paths[operation.path] ?? {};
    item[operation.method.toLowerCase()] = pathOperation(operation);
    paths[operation.path] = item;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MISP Management Service',
      version,
      description:
        'Register, approve and license MISPs. Business errors are HTTP 200 with `response: null` and `errors`; a caller that ' +
        'prefers application/problem+json gets RFC 9457 problems with their own HTTP status instead. Every operation needs a ' +
        'token with a role that gives the right to it. The error codes shown are of generation 1.1.4, then of generation 1.0: a deployment uses one.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/partnermanagement/v1/misps', description: 'The base path, which the configuration can change' }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: sharedSchemas,
      responses: sharedResponses,
      headers: sharedHeaders,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'Authorization',
          description: 'Where the configuration says tokenSource cookie or either.',
        },
      },
    },
  };
}

function pathOperation(operation: OperationContract): Json {
  const input = schemaOf(operation.input, 'input');
  const isGet = operation.method === 'GET';
  return {
    operationId: operation.name,
    summary: operation.summary,
    parameters: parametersOf(operation, input),
    ...(isGet ? {} : { requestBody: requestBodyOf(operation, input) }),
    responses: {
      200: {
        description: `Done, or one of these business errors: ${errorCodesOf(operation)}`,
        headers: answerHeaders(operation),
        content: { 'application/json': { schema: answerOf(operation) } },
      },
      400: ref('responses', 'Malformed'),
      401: ref('responses', 'Unauthorized'),
      ...problemResponses(operation),
      500: ref('responses', 'Failed'),
      503: ref('responses', 'Unavailable'),
    },
  };
}

function answerOf(operation: OperationContract): Json {
  const paged = operation.query.includes('cursor');
  const metadata = paged
    ? {
        type: ['object', 'null'],
        properties: { nextCursor: { type: 'string' } },
        required: ['nextCursor'],
        description: 'Present when there is more.',
      }
    : { type: 'null' };
  const { properties, required, type, items } = schemaOf(operation.answer, 'output');
  const response = type === 'array' ? { type, items } : { type, properties, required };
  const done = {
    allOf: [ref('schemas', 'Answer')],
    properties: { metadata, response, errors: { type: 'array', maxItems: 0 } },
  };
  return { oneOf: [done, ref('schemas', 'ErrorAnswer')] };
}

/** The statuses that a caller of problems can meet, each with the codes behind it. */
function problemResponses(operation: OperationContract): Record<string, Json> {
  const responses: Record<string, Json> = {};
  const all = errorsOf(operation);
  for (const status of [...new Set(all.map((kind) => errorRows[kind].status))].sort()) {
    const ofStatus = all.filter((kind) => errorRows[kind].status === status);
    const isShown = (kind: DomainErrorKind) => errorRows[kind].isStatusShown ?? false;
    const [toAll, toSome] = [ofStatus.filter(isShown), ofStatus.filter((kind) => !isShown(kind))];
    const sentences = [
      ...(toAll.length === 0 ? [] : [toAll.map(errorText).join('; ')]),
      ...(toSome.length === 0 ? [] : [`Only for callers that prefer problems: ${toSome.map(errorText).join('; ')}`]),
      ...(status === 403 ? ['Or, from the gateway, a token that is not valid or gives no right at all'] : []),
    ];
    responses[status] = {
      description: sentences.join('. '),
      content: {
        ...(status === 403
          ? {
              'application/json': {
                schema: { anyOf: [ref('schemas', 'ErrorAnswer'), ref('schemas', 'GatewayMessage')] },
              },
            }
          : toAll.length === 0
            ? {}
            : { 'application/json': { schema: ref('schemas', 'ErrorAnswer') } }),
        'application/problem+json': { schema: ref('schemas', 'Problem') },
      },
    };
  }
  return responses;
}

/** The headers of an answer: what they say stands in docs/rules.md, "Safe retries". */
function answerHeaders({ method, query, retryHeaders }: OperationContract): Json {
  return {
    ...(method === 'GET' && query.length > 0 ? {} : { ETag: ref('headers', 'ETag') }),
    ...(retryHeaders.includes('idempotency-key')
      ? { 'Idempotency-Replayed': ref('headers', 'IdempotencyReplayed') }
      : {}),
  };
}

function errorCodesOf(operation: OperationContract): string {
  return operation.errors.map(errorText).join('; ');
}

function errorText(kind: DomainErrorKind): string {
  const { codes, title } = errorRows[kind];
  const [current, old] = [codes['1.1.4'], codes['1.0']];
  return current === old ? `${current} (${title})` : `${current} or ${old} (${title})`;
}
