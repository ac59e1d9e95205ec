import * as z from 'zod/mini';

/** What the document says about a schema in addition to the schema itself. */
export interface FieldDescription {
  readonly description: string;
  readonly examples?: readonly unknown[];
  /** For a field that is always null today. Generated clients drop a field with only the type null. */
  readonly type?: readonly ['boolean' | 'string', 'null'];
  readonly format?: 'date' | 'email' | 'uri';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly pattern?: string;
  /** The words of a status. The schema accepts any text, because the operation itself answers a wrong word. */
  readonly enum?: readonly string[];
}

type Shape = Readonly<Record<string, z.ZodMiniType>>;

/** Descriptions for every field of an object schema. */
export type FieldDescriptions<Fields extends object> = { readonly [Field in keyof Fields]: FieldDescription };

export interface Documentation extends FieldDescription {
  /** The name of the component. A schema without one is inlined. */
  readonly id?: string;
}

/**
 * Descriptions, names and examples of the schemas. They are not in the schemas, so no byte of them reaches a bundle.
 */
export const documented = z.registry<Documentation>();

/** Makes a schema a named component. @param registry by default that of the API. */
export function nameSchema(schema: z.ZodMiniType, id: string, description: string, registry = documented): void {
  registry.add(schema, { id, description });
}

/**
 * Describes the fields of an object schema. `FieldDescriptions` checks that each has a description.
 * @param registry as in `nameSchema`.
 */
export function describeFields(
  shape: Shape,
  descriptions: Readonly<Record<string, FieldDescription>>,
  registry = documented,
): void {
  for (const [name, description] of Object.entries(descriptions)) {
    const field = shape[name];
    if (field === undefined) throw new Error(`There is a description for ${name}, which is not a field`);
    registry.add(field, description);
  }
}
