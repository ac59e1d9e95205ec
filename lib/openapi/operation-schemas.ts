import * as z from 'zod/mini';
import { type OperationContract, pathParametersOf } from '../../functions/operation/contract.ts';
import { envelopeOf } from './shared-parts.ts';

type Json = Readonly<Record<string, unknown>>;

/** The part of a JSON schema that the document looks into. */
export interface ObjectSchema {
  readonly type: string;
  readonly properties: Json;
  readonly required: readonly string[];
  readonly items?: unknown;
}

/** The JSON schema of an operation's input or answer. Rules that JSON schema has no word for are left out. */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): ObjectSchema {
  const { type, properties, required, items } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  if (typeof type !== 'string') throw new Error('An input or an answer is neither an object nor a list');
  return { type, properties: { ...properties }, required: required ?? [], items };
}

/** The parameters of the path, then those of the query. */
export function parametersOf(operation: OperationContract, input: ObjectSchema): readonly Json[] {
  const parameter = (place: 'path' | 'query') => (name: string) => ({
    name,
    in: place,
    required: input.required.includes(name),
    schema: input.properties[name],
  });
  return [...pathParametersOf(operation.path).map(parameter('path')), ...operation.query.map(parameter('query'))];
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
