import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { openapiFile } from '../../scripts/published-documents.ts';
import type { Json } from '../stack/template.ts';

export type OpenapiDocument = Json;

/** The OpenAPI document for callers. */
export function publishedDocument(): OpenapiDocument {
  return JSON.parse(readFileSync(openapiFile, 'utf8'));
}

/** The checked parts of an answer; names of headers in lower case. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A part of the document, and its place. */
interface Part {
  readonly pointer: string;
  readonly value: Json;
}

/** Checks answers of the service against its OpenAPI document: status, media type, body and headers. */
export class AnswersAsDocumented {
  readonly #document: OpenapiDocument;
  readonly #ajv: Ajv2020;
  /** Paths with fewer parameters first, as the gateway matches them. */
  readonly #paths: readonly { readonly path: string; readonly pattern: RegExp }[];
  /** Headers in the document. Others are not checked. */
  readonly #headers: ReadonlySet<string>;

  constructor(document: OpenapiDocument) {
    this.#document = document;
    this.#ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    formats.default(this.#ajv);
    // The document is not a schema but contains some: its own keywords mean nothing here.
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

  /** @throws Error that says how an answer differs from the document. */
  check(method: string, path: string, answer: Answer): void {
    // These have no body, and belong to no operation of the document.
    if (method === 'HEAD' || method === 'OPTIONS') return;
    const faults = this.faultsOf(method, path, answer);
    if (faults.length > 0) {
      throw new Error(`${method} ${path} was not answered as documented: ${faults.join('; ')}`);
    }
  }

  /** The faults of an answer. @param path relative to the base path, with or without a query. */
  faultsOf(method: string, path: string, { status, headers, body }: Answer): readonly string[] {
    const [plain = ''] = path.split('?');
    const operation = this.#operationAt(method, plain);
    // Without an operation the answer is the gateway's own.
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

  /** Whether a value matches a named schema of the document. */
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

  /** Follows a reference; returns anything else unchanged. */
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

/** A key as in JSON pointers. */
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
