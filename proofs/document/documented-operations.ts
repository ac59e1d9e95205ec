import type { OpenapiDocument } from '../../test/support/answers-as-documented.ts';

/** The JSON schema keywords that the document uses for requests. */
export interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** An operation as the document describes it, with references resolved. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
  /** Example bodies of the document. */
  readonly examples: readonly unknown[];
}

/** Resolves a reference. */
export type Resolve = (schema: Schema) => Schema;

export const resolveIn =
  (document: OpenapiDocument): Resolve =>
  (schema) =>
    schema.$ref === undefined ? schema : at(document, schema.$ref);

const at = (document: OpenapiDocument, reference: string) =>
  reference
    .slice(2)
    .split('/')
    .reduce((part, key) => part[key], document);

/** Every operation of the document. */
export function documentedOperations(document: OpenapiDocument): readonly DocumentedOperation[] {
  const paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> = document.paths;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId, parameters = [], requestBody }]) => ({
      ...{ operationId, method: method.toUpperCase(), path },
      parameters: parameters.map((one) => parameterOf('$ref' in one ? at(document, String(one.$ref)) : one)),
      examples: Object.values(requestBody?.content['application/json'].examples ?? {}).map(({ value }) => value),
      ...(requestBody === undefined ? {} : { body: requestBody.content['application/json'].schema }),
    })),
  );
}

const PLACES = ['path', 'query', 'header'] as const;

function parameterOf({ name, in: place, required, schema }: OpenapiDocument): Parameter {
  const known = PLACES.find((one) => one === place);
  if (known === undefined) throw new Error(`The parameter ${name} is in an unknown place: ${place}`);
  return { name: String(name), in: known, required: required === true, schema };
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly OpenapiDocument[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: Schema;
        readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
      };
    };
  };
}
