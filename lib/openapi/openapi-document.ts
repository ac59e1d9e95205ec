import { errorRows } from '../../functions/http/error-answers.ts';
import type { OperationContract } from '../../functions/operation/contract.ts';
import { operations } from '../../functions/operations.ts';
import { parametersOf, requestBodyOf, schemaOf } from './operation-schemas.ts';
import { ref, sharedResponses, sharedSchemas } from './shared-parts.ts';

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
        'token with the role MISP. The error codes shown are of generation 1.1.4, then of generation 1.0: a deployment uses one.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/partnermanagement/v1/misps', description: 'The base path, which the configuration can change' }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: sharedSchemas,
      responses: sharedResponses,
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
        content: { 'application/json': { schema: answerOf(operation) } },
      },
      400: ref('responses', 'Malformed'),
      401: ref('responses', 'Unauthorized'),
      403: ref('responses', 'Forbidden'),
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
  for (const status of [...new Set(operation.errors.map((kind) => errorRows[kind].status))].sort()) {
    const titles = operation.errors.filter((kind) => errorRows[kind].status === status).map(errorText);
    responses[status] = {
      description: `Only for callers that prefer problems: ${titles.join('; ')}`,
      content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
    };
  }
  return responses;
}

function errorCodesOf(operation: OperationContract): string {
  return operation.errors.map(errorText).join('; ');
}

function errorText(kind: OperationContract['errors'][number]): string {
  const { codes, title } = errorRows[kind];
  return `${codes['1.1.4']} or ${codes['1.0']} (${title})`;
}
