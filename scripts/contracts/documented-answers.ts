/** An answer that the document shows, and a request that gets it. */
export interface DocumentedAnswer {
  readonly operation: string;
  readonly method: string;
  /** Below the base path, with the document's own values in the places of its parameters. */
  readonly path: string;
  /** The body; undefined where the operation takes none. */
  readonly request: unknown;
  readonly status: number;
  readonly mediaType: string;
  /** The name of the example. */
  readonly example: string;
  readonly value: unknown;
}

/** What is read of an OpenAPI document. */
export interface DocumentWithExamples {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Reference {
  readonly $ref: string;
}
interface Example {
  readonly value: unknown;
}
type Content = Readonly<Record<string, { readonly examples: Readonly<Record<string, Example | Reference>> }>>;
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content } | Reference>>;
}

/** Every example of every answer of every operation. */
export function documentedAnswers(document: DocumentWithExamples): readonly DocumentedAnswer[] {
  const resolve = <T extends object>(part: T | Reference): T => {
    if (!('$ref' in part)) return part;
    const keys = part.$ref.slice('#/'.length).split('/');
    return keys.reduce<unknown>((value, key) => Reflect.get(Object(value), key), document) as T;
  };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      Object.entries(operation.responses).flatMap(([status, response]) =>
        Object.entries(resolve(response).content).flatMap(([mediaType, { examples }]) =>
          Object.entries(examples).map(([example, shown]) => ({
            operation: operation.operationId,
            method: method.toUpperCase(),
            path: pathOf(path, operation),
            request: requestOf(operation, example, resolve),
            status: Number(status),
            mediaType,
            example,
            value: resolve(shown).value,
          })),
        ),
      ),
    ),
  );
}

function pathOf(path: string, { parameters }: Operation): string {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((filled, { name, example }) => filled.replace(`{${name}}`, encodeURIComponent(String(example))), path);
}

/** A request and its answer have the same name; errors have no request of their own. */
function requestOf(
  { requestBody }: Operation,
  example: string,
  resolve: (part: Example | Reference) => Example,
): unknown {
  const examples = requestBody?.content['application/json']?.examples ?? {};
  const shown = examples[example] ?? Object.values(examples)[0];
  return shown === undefined ? undefined : resolve(shown).value;
}
