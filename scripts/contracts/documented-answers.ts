/** An answer in the document, and a request that gets it. */
export interface DocumentedAnswer {
  readonly operation: string;
  readonly method: string;
  /** After the base path, with the document's example values for its parameters. */
  readonly path: string;
  /** The body; undefined if the operation takes none. */
  readonly request: unknown;
  readonly status: number;
  readonly mediaType: string;
  /** The name of the example. */
  readonly example: string;
  readonly value: unknown;
}

/** The parts of an OpenAPI document that are used here. */
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

/** The example request with the name of the answer's example. For errors, which have none, the first one. */
function requestOf(
  { requestBody }: Operation,
  example: string,
  resolve: (part: Example | Reference) => Example,
): unknown {
  const examples = requestBody?.content['application/json']?.examples ?? {};
  const shown = examples[example] ?? Object.values(examples)[0];
  return shown === undefined ? undefined : resolve(shown).value;
}
