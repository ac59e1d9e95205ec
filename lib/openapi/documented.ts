import * as z from 'zod/mini';

/** What the document says of a schema beside what the schema itself says. */
export interface Words {
  readonly description: string;
  readonly examples?: readonly unknown[];
  /** Of a field that is always null today: generated clients drop a field whose type is null alone. */
  readonly type?: readonly ['boolean' | 'string', 'null'];
  readonly format?: 'date' | 'email' | 'uri';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly pattern?: string;
  /** The words of a status. The schema itself takes any text, so that a wrong word gets the answer of its rule. */
  readonly enum?: readonly string[];
}

type Shape = Readonly<Record<string, z.ZodMiniType>>;

/** Words for every field of an object schema. */
export type FieldWords<Fields extends object> = { readonly [Field in keyof Fields]: Words };

export interface Documentation extends Words {
  /** The name of the component; a schema without one is written out where it is used. */
  readonly id?: string;
}

/**
 * Words, names and examples of the schemas. They stand beside the schemas and not in them: nothing in `functions/` imports this, so no
 * byte of it reaches a bundle.
 */
export const documented = z.registry<Documentation>();

/** Makes a schema a component of its own. @param registry where its name and words are kept; without it that of the API. */
export function nameSchema(schema: z.ZodMiniType, id: string, description: string, registry = documented): void {
  registry.add(schema, { id, description });
}

/** Describes the fields of an object schema. `FieldWords` holds the words to its fields. @param registry as of `nameSchema`. */
export function describeFields(shape: Shape, words: Readonly<Record<string, Words>>, registry = documented): void {
  for (const [name, said] of Object.entries(words)) {
    const field = shape[name];
    if (field === undefined) throw new Error(`There are words for ${name}, which is no field`);
    registry.add(field, said);
  }
}
