import * as z from 'zod/mini';
import { MAX_MISP_ID_LENGTH } from '../../functions/domain/misp.ts';
import { MAX_NAME_LENGTH } from '../../functions/domain/organization-name.ts';
import { type OperationContract, pathParametersOf, type RetryHeader } from '../../functions/operation/contract.ts';
import { envelopeOf } from './shared-parts.ts';

type Json = Readonly<Record<string, unknown>>;

/** The part of a JSON schema that the document looks into. */
export interface ObjectSchema {
  readonly type: string;
  readonly properties: Json;
  readonly required: readonly string[];
  readonly items?: unknown;
}

/**
 * The JSON schema of an operation's input or answer. Rules that JSON schema has no word for are left out. Answers may hold more
 * than the schema names: a later edition adds to them.
 */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): ObjectSchema {
  const { type, properties, required, items } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
    },
  });
  if (typeof type !== 'string') throw new Error('An input or an answer is neither an object nor a list');
  return { type, properties: { ...properties }, required: required ?? [], items };
}

/**
 * Parameters of the path. The operations take any text there, since one that breaks these rules is answered as unknown or as not
 * found and not as malformed; so the rules do not stand in the schemas of the input.
 */
const pathSchemas: Readonly<Record<string, Json>> = {
  mispId: {
    type: 'string',
    minLength: 1,
    maxLength: MAX_MISP_ID_LENGTH,
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
    description:
      'No run of 32 or more letters and digits, no run of nine or more digits. Whatever else is asked for is an unknown MISP.',
  },
  orgName: {
    type: 'string',
    minLength: 1,
    maxLength: MAX_NAME_LENGTH,
    description: 'What the names begin with, compared as names are. Nothing is found where no name can begin so.',
  },
};

/** What a caller must know of a parameter of the query beside its schema, which stands in the input (docs/rules.md, "Lists"). */
const queryParameters: Readonly<
  Record<string, { readonly description: string; readonly examples?: readonly string[] }>
> = {
  status: {
    description:
      'Only MISPs of this approval status, the oldest registration first. Upper and lower case are alike. One filter at a time: ' +
      'status, expiringBefore or name.',
  },
  expiringBefore: {
    description:
      'Only MISPs that run out before this time, the soonest first; those that have run out are among them. A MISP runs out at the ' +
      'latest end of its licences that are switched on; one that is not approved or not active does not. A date-time of RFC 3339, ' +
      'UTC where it names no zone. The plus of an offset is written %2B. One filter at a time.',
    examples: ['2026-06-30T00:00:00Z'],
  },
  name: {
    description:
      'Only MISPs whose name begins so, in the order of the name: as the search by name, but with any character. Empty: all of them. ' +
      'A plus is written %2B. ' +
      'Nothing is found where no name can begin so. One filter at a time.',
  },
  order: {
    description:
      'The newest registration first; without it the oldest. Alone or with status. Upper and lower case are alike.',
  },
  limit: { description: 'At most so many MISPs; without it as many as 1 MB of stored items holds.' },
  cursor: {
    description:
      'The nextCursor of the page before. It belongs to its list: with another filter, status or order it is malformed ' +
      '(400), and so it is where it lies outside of the name or the time that is asked for.',
  },
};

const headerParameters: Readonly<Record<RetryHeader, Json>> = {
  'idempotency-key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
    description:
      'Makes it safe to repeat the request: for a day, a repeat with the same key gets the first answer and does nothing.',
  },
  'if-match': {
    name: 'If-Match',
    in: 'header',
    required: false,
    schema: { type: 'string', examples: ['"3"'] },
    description: 'The ETag of an earlier answer: where the MISP has another version by now, nothing is changed (412).',
  },
};

/** The parameters of the path, those of the query, then the headers. */
export function parametersOf(operation: OperationContract, input: ObjectSchema): readonly Json[] {
  const required = (name: string) => input.required.includes(name);
  const inQuery = (name: string) => {
    const { description, examples } = queryParameters[name] ?? {};
    const schema = { ...Object(input.properties[name]), ...(examples === undefined ? {} : { examples }) };
    return { name, in: 'query', required: required(name), ...(description && { description }), schema };
  };
  return [
    ...pathParametersOf(operation.path).map((name) => ({
      ...{ name, in: 'path', required: required(name) },
      schema: pathSchemas[name],
    })),
    ...operation.query.map(inQuery),
    ...operation.retryHeaders.map((name) => headerParameters[name]),
  ];
}

/** The envelope with what neither the path nor the query holds. */
export function requestBodyOf(operation: OperationContract, input: ObjectSchema): Json {
  const elsewhere = [...pathParametersOf(operation.path), ...operation.query];
  const aliases = Object.entries(operation.aliases ?? {});
  const aliased = aliases.map(([field]) => field);
  const own = Object.entries(input.properties).filter(([name]) => !elsewhere.includes(name));
  const request = {
    type: 'object',
    properties: {
      ...Object.fromEntries(own),
      ...Object.fromEntries(aliases.map(([field, alias]) => [alias, input.properties[field]])),
    },
    required: input.required.filter((name) => ![...elsewhere, ...aliased].includes(name)),
    // Of a field and the one that stands in for it, one must be there.
    ...(aliases.length === 0
      ? {}
      : { allOf: aliases.map((names) => ({ anyOf: names.map((name) => ({ required: [name] })) })) }),
  };
  return { required: true, content: { 'application/json': { schema: envelopeOf(request) } } };
}
