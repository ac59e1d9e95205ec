import { type OperationContract, pathParametersOf, type RetryHeader } from '../../functions/operation/contract.ts';
import type { InputFields } from './component-schemas.ts';
import type { ExampleRequest } from './examples/run-example.ts';
import type { JsonObject } from './json-object.ts';

const headerParameters: Readonly<Record<RetryHeader, JsonObject>> = {
  'idempotency-key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
    description:
      'Makes it safe to repeat the request. For a day, a repeat with the same key gets the first answer, and does nothing. Use a new key, ' +
      'such as a UUID, for each thing that is to be done once.',
  },
  'if-match': {
    name: 'If-Match',
    in: 'header',
    required: false,
    schema: { type: 'string', pattern: '^\\s*(\\*|(W/)?"[0-9]+"(\\s*,\\s*(W/)?"[0-9]+")*)\\s*$' },
    description:
      'The `ETag` of an earlier answer, such as `"3"`, a list of them, or `*`. If the MISP now has another version, nothing is changed: 412.',
  },
};

/** The parameters of path and query, then the headers. */
export function parametersOf(
  operation: OperationContract,
  input: InputFields,
  { sent }: ExampleRequest,
): readonly JsonObject[] {
  const parameter = (place: 'path' | 'query') => (name: string) => {
    const { description, ...schema } = input.properties[name] ?? {};
    return {
      ...{ name, in: place, required: input.required.includes(name), description, schema },
      ...(name in sent && { example: schema.type === 'integer' ? Number(sent[name]) : sent[name] }),
    };
  };
  return [
    ...pathParametersOf(operation.path).map(parameter('path')),
    ...operation.query.map(parameter('query')),
    ...operation.retryHeaders.map((name) => headerParameters[name]),
  ];
}

/** The fields in the path or the query, which are not in the body. */
export function fieldsOutsideBody({ path, query }: Pick<OperationContract, 'path' | 'query'>): readonly string[] {
  return [...pathParametersOf(path), ...query];
}
