import * as fc from 'fast-check';
import type { DocumentedOperation, Parameter, Resolve, Schema } from './documented-operations.ts';
import type { SeenValues } from './seen-values.ts';

/** A request to send. */
export interface DrawnRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
/** Proof 6 has longer texts. */
const LONGEST = 60;

/** Requests to one operation, built only from the document and earlier answers. */
export function requestsTo(
  operation: DocumentedOperation,
  resolve: Resolve,
  seen: SeenValues,
): fc.Arbitrary<DrawnRequest> {
  const fieldValue = valuesBy(resolve, seen);
  const { method, path, parameters, body } = operation;
  const parts = parameters.map((parameter) => textOf(parameter, fieldValue).map((text) => ({ parameter, text })));
  return fc
    .tuple(fc.tuple(...parts), body === undefined ? fc.constant(undefined) : fieldValue('', body))
    .map(([texts, sent]) => {
      const given = texts.flatMap(({ parameter, text }) => (text === undefined ? [] : [{ ...parameter, text }]));
      const inPlace = (place: Parameter['in']) => given.filter((one) => one.in === place);
      const query = new URLSearchParams(
        inPlace('query').map(({ name, text }): [string, string] => [name, text]),
      ).toString();
      const filled = inPlace('path').reduce(
        (all, { name, text }) => all.replace(`{${name}}`, encodeURIComponent(text)),
        path,
      );
      return {
        method,
        path: query === '' ? filled : `${filled}?${query}`,
        headers: Object.fromEntries(inPlace('header').map(({ name, text }) => [name, text])),
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
      };
    });
}

type ValuesOf = (name: string, schema: Schema) => fc.Arbitrary<unknown>;

/** The characters that fit each place: headers take printable ones, and a segment of two dots is another path. */
const FITS: Readonly<Record<Parameter['in'], (text: string) => boolean>> = {
  header: (text) => /^[\x20-\x7e]*$/.test(text) && text.trim() === text,
  path: (text) => text !== '' && !/^\.+$/.test(text) && text.isWellFormed(),
  query: (text) => text.isWellFormed(),
};

function textOf(
  { name, in: place, required = false, schema }: Parameter,
  fieldValue: ValuesOf,
): fc.Arbitrary<string | undefined> {
  const text = fieldValue(name, schema).map(String).filter(FITS[place]);
  return required ? text : fc.oneof({ weight: 1, arbitrary: text }, { weight: 3, arbitrary: fc.constant(undefined) });
}

function valuesBy(resolve: Resolve, seen: SeenValues): ValuesOf {
  const valuesOf: ValuesOf = (name, unresolved) => {
    const schema = resolve(unresolved);
    const { anyOf, properties } = schema;
    if (anyOf !== undefined) return fc.oneof(...anyOf.map((one) => valuesOf(name, one)));
    if (schema.enum !== undefined) return mostly(fc.constantFrom(...schema.enum), anything);
    if (properties !== undefined) return objectOf(properties, schema.required ?? [], valuesOf);
    const known = seen.for(name);
    const made = madeUp(schema);
    return known.length === 0
      ? made
      : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made });
  };
  return valuesOf;
}

/** Sometimes a required field is missing or has an invalid value. */
function objectOf(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
  valuesOf: ValuesOf,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const value = mostly(valuesOf(name, schema), anything);
    return fc
      .option(value, { nil: undefined, freq: required.includes(name) ? 30 : 1 })
      .map((given) => [name, given] as const);
  });
  return fc.tuple(...fields).map((all) => Object.fromEntries(all.filter(([, value]) => value !== undefined)));
}

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ maxLength: LONGEST }),
  fc.integer(),
  fc.constantFrom(null, true, [], {}),
);
const mostly = (usual: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: other });

/** Made once for each schema: fast-check takes longer to prepare them than a request takes. */
const prepared = new WeakMap<Schema, fc.Arbitrary<string>>();

function textsOf(schema: Schema): fc.Arbitrary<string> {
  const known = prepared.get(schema);
  if (known !== undefined) return known;
  const { pattern, minLength = 0, maxLength = LONGEST } = schema;
  const texts =
    pattern === undefined
      ? fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, LONGEST) })
      : fc.stringMatching(new RegExp(pattern), acceptsTimes(pattern) ? {} : { size: 'small' });
  prepared.set(schema, texts);
  return texts;
}

const acceptsTimes = (pattern: string) => new RegExp(pattern).test(new Date(0).toISOString());

function madeUp(schema: Schema): fc.Arbitrary<unknown> {
  const { type, pattern, minimum, maximum } = schema;
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.includes('integer') || types.includes('number')) {
    const bounds = {
      ...(minimum === undefined ? {} : { min: minimum }),
      ...(maximum === undefined ? {} : { max: maximum }),
    };
    return fc.integer(bounds);
  }
  if (!types.includes('string')) return fc.constantFrom(null, {});
  const texts = textsOf(schema);
  if (pattern === undefined || !acceptsTimes(pattern)) return texts;
  const now = Date.now();
  return fc.oneof(
    fc
      .date({ min: new Date(now), max: new Date(now + YEAR_MS), noInvalidDate: true })
      .map((date) => date.toISOString()),
    texts,
  );
}
