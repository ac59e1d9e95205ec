/** A part of the document. */
export type JsonObject = Readonly<Record<string, unknown>>;

type ComponentKind = 'examples' | 'headers' | 'responses' | 'schemas';

/** A reference to a component of the document. */
export function ref(kind: ComponentKind, name: string): JsonObject {
  return { $ref: `#/components/${kind}/${name}` };
}

/** Converts to the case of component names: `RegisterMisp` for `register-misp`. */
export function pascalCase(kebab: string): string {
  return kebab
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
