import type { ListedContract } from '../../functions/operations.ts';
import { inputFieldsOf, namedSchemas } from './component-schemas.ts';
import { operationTexts } from './descriptions/operation-texts.ts';
import { errorExamples } from './examples/error-examples.ts';
import { operationsWithExamples } from './examples/operation-examples.ts';
import type { Example } from './examples/run-example.ts';
import { headers } from './headers.ts';
import type { JsonObject } from './json-object.ts';
import { answersOf } from './operation-answers.ts';
import { parametersOf } from './parameters.ts';
import { type RequestBody, requestBodyOf } from './request-body.ts';
import { sharedAnswers } from './shared-answers.ts';
import { tags } from './tags.ts';

/** The OpenAPI 3.1 document of the service, derived from the list of operations. `npm run openapi` writes it. */
export function openapiDocument(version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  const requests: Record<string, JsonObject> = {};
  for (const { operation, examples } of operationsWithExamples) {
    const { item, schemas } = describedOperation(operation, examples);
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: item };
    Object.assign(requests, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MISP Management Service',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'MISP Management Service contributors' },
    },
    servers: [{ url: '/partnermanagement/v1/misps', description: 'The base path. The configuration can change it.' }],
    tags,
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: { ...namedSchemas(), ...requests },
      responses: sharedAnswers,
      headers,
      examples: errorExamples,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: "A token from the deployment's issuer. Its roles give the rights to the operations.",
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'Authorization',
          description: 'The same token in a cookie, if the configuration says `tokenSource: cookie` or `either`.',
        },
      },
    },
  };
}

const DESCRIPTION = [
  'Registers MISPs (MOSIP Infrastructure Service Providers), approves or rejects them, issues their licence keys and validates a key.',
  '**All times are UTC.** Times of MISPs and licences have no zone: append `Z` before you parse one.',
  '**Texts** must not be blank or have control characters; only an address may have line breaks. Lengths are counted in UTF-16 code units, in which ' +
    'an emoji takes two or more.',
  '**Business errors are HTTP 200** with `response: null` and an entry in `errors`. A caller whose `Accept` header prefers ' +
    '`application/problem+json` gets RFC 9457 problems, each with its own status. The descriptions name the codes of generation 1.1.4, then those ' +
    'of generation 1.0: a deployment uses one of the two.',
  '**Answers may get new fields** in a later version: ignore fields that you do not know.',
].join('\n\n');

function describedOperation(
  operation: ListedContract,
  answered: readonly Example[],
): { readonly item: JsonObject; readonly schemas: RequestBody['schemas'] } {
  const { name, method, summary, right } = operation;
  const { tag, description, oneOf = [], examples: requests } = operationTexts[name];
  const examples = Object.fromEntries(answered.map((one, index) => [exampleKeyAt(index), one] as const));
  const input = inputFieldsOf(operation);
  const request = method === 'GET' ? undefined : requestBodyOf(operation, input, oneOf, examples);
  return {
    item: {
      operationId: name,
      tags: [tag],
      summary,
      description: `${description}\n\nNeeds the right \`${right}\`.`,
      parameters: parametersOf(operation, input, requests[0]),
      ...(request && { requestBody: request.body }),
      responses: answersOf(operation, examples),
    },
    schemas: request?.schemas ?? {},
  };
}

/** The key of an example, the same for a request and its answer. The first has no number. */
const exampleKeyAt = (index: number) => (index === 0 ? 'done' : `done-${index + 1}`);
