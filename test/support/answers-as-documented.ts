import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { openapiFile } from '../../scripts/write-openapi.ts';
import type { Json } from '../stack/template.ts';

export type OpenapiDocument = Json;

/** The OpenAPI document as callers have it. */
export function publishedDocument(): OpenapiDocument {
  return JSON.parse(readFileSync(openapiFile, 'utf8'));
}

/** What is looked at of an answer; names of headers in lower case. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A part of the document, and where it stands. */
interface Part {
  readonly pointer: string;
  readonly value: Json;
}

/** Holds answers of the service to its OpenAPI document: status, media type, body and headers. */
export class AnswersAsDocumented {
  readonly #document: OpenapiDocument;
  readonly #ajv: Ajv2020;
  /** Paths that hold fewer parameters first, as the gateway takes them. */
  readonly #paths: readonly { readonly path: string; readonly pattern: RegExp }[];
  /** Headers that the document knows: of others it says nothing. */
  readonly #headers: ReadonlySet<string>;

  constructor(document: OpenapiDocument) {
    this.#document = document;
    this.#ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    formats.default(this.#ajv);
    // The document is no schema, but holds them: its own words mean nothing here.
    this.#ajv.addVocabulary(Object.keys(document));
    this.#ajv.addSchema(document, ROOT);
    const parameters = (path: string) => path.split('{').length;
    this.#paths = Object.keys(document.paths)
      .sort((one, other) => parameters(one) - parameters(other))
      .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));
    const responses = [
      ...Object.values<Json>(document.components.responses),
      ...Object.values<Json>(document.paths).flatMap((item) =>
        Object.values<Json>(item).flatMap((operation) => Object.values<Json>(operation.responses)),
      ),
    ];
    this.#headers = new Set(
      responses.flatMap(({ headers = {} }) => Object.keys(headers).map((name) => name.toLowerCase())),
    );
  }

  /** @throws Error that says in what an answer is another one than the document promises. */
  check(method: string, path: string, answer: Answer): void {
    // Neither has a body, and no operation of the document.
    if (method === 'HEAD' || method === 'OPTIONS') return;
    const faults = this.faultsOf(method, path, answer);
    if (faults.length > 0) {
      throw new Error(`${method} ${path} is answered otherwise than documented: ${faults.join('; ')}`);
    }
  }

  /** What is wrong with an answer. @param path below the base path, with or without a query. */
  faultsOf(method: string, path: string, { status, headers, body }: Answer): readonly string[] {
    const [plain = ''] = path.split('?');
    const operation = this.#operationAt(method, plain);
    // Where there is no operation the gateway speaks for itself.
    if (operation === undefined) return this.#schemaFaults(GATEWAY_MESSAGE, body);
    const response = this.#resolved({
      pointer: `${operation.pointer}/responses/${status}`,
      value: operation.value.responses[status],
    });
    if (response.value === undefined) return [`the status ${status} is not documented`];
    const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
    const content = response.value.content?.[mediaType];
    const bodyFaults =
      content === undefined
        ? [`"${mediaType}" is not documented with the status ${status}`]
        : this.#schemaFaults(`${response.pointer}/content/${escaped(mediaType)}/schema`, body);
    return [...bodyFaults, ...this.#headerFaults(response, headers)];
  }

  /** Whether a value is what a named schema of the document asks for. */
  fits(schema: string, value: unknown): boolean {
    return this.#schemaFaults(`/components/schemas/${schema}`, value).length === 0;
  }

  #operationAt(method: string, plainPath: string): Part | undefined {
    const verb = method.toLowerCase();
    const found = this.#paths.find(
      ({ path, pattern }) => pattern.test(plainPath) && this.#document.paths[path][verb] !== undefined,
    );
    if (found === undefined) return undefined;
    return { pointer: `/paths/${escaped(found.path)}/${verb}`, value: this.#document.paths[found.path][verb] };
  }

  #headerFaults(response: Part, headers: Answer['headers']): readonly string[] {
    const documented = new Map(
      Object.entries<Json>(response.value.headers ?? {}).map(([name, value]) => [
        name.toLowerCase(),
        this.#resolved({ pointer: `${response.pointer}/headers/${name}`, value }),
      ]),
    );
    const missing = [...documented].filter(([name, { value }]) => value.required && headers[name] === undefined);
    const present = Object.entries(headers).filter(([name]) => this.#headers.has(name));
    return [
      ...missing.map(([name]) => `the header ${name} is missing`),
      ...present.flatMap(([name, text]) => {
        const header = documented.get(name);
        if (header === undefined) return [`the header ${name} is not documented here`];
        const value = header.value.schema.type === 'integer' ? Number(text) : text;
        return this.#schemaFaults(`${header.pointer}/schema`, value).map((fault) => `header ${name}: ${fault}`);
      }),
    ];
  }

  /** What a reference leads to; anything else is itself. */
  #resolved(part: Part): Part {
    const reference = part.value?.$ref;
    if (reference === undefined) return part;
    const pointer = String(reference).slice(1);
    const keys = pointer.slice(1).split('/');
    return { pointer, value: keys.reduce<Json>((value, key) => value[key], this.#document) };
  }

  #schemaFaults(pointer: string, value: unknown): readonly string[] {
    const validate: ValidateFunction | undefined = this.#ajv.getSchema(`${ROOT}#${pointer}`);
    if (validate === undefined) throw new Error(`The document has no schema at ${pointer}`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the body'} ${message}`);
  }
}

const ROOT = 'openapi';
const GATEWAY_MESSAGE = '/components/schemas/GatewayMessage';

/** A key as JSON pointers write it. */
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
