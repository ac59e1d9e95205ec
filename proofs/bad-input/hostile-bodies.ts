import fc from 'fast-check';
import { pathParametersOf } from '../../functions/operation/contract.ts';
import type { ListedContract } from '../../functions/operations.ts';
import { inputFieldsOf } from '../../lib/openapi/component-schemas.ts';
import { hostileJson, hostileText } from './hostile-values.ts';
import type { Known } from './known.ts';

/** The largest body that the service reads: see functions/http/read-body.ts. */
const BODY_LIMIT = 64 * 1024;

interface FieldSchema {
  readonly maxLength?: number;
}

/** Changes that make a name look the same or nearly the same. The result must count as the same name. */
const LOOKALIKES: readonly ((name: string) => string)[] = [
  (name) => `${name.slice(0, 1)}\u200b${name.slice(1)}`,
  (name) => `${name}\u00ad`,
  (name) => `\ufeff${name}\u{e0041}`,
  (name) => name.toUpperCase(),
  (name) => name.replaceAll('a', '\uff41').replaceAll('e', '\uff45'),
  (name) => ` ${name.replaceAll(' ', '\u3000')} `,
  (name) => `\u202e${name}`,
];

/** Valid values of a field, by its name. */
function goodValue(field: string, known: Known): fc.Arbitrary<string> {
  const words = ['Active', 'De-active', 'approved', 'rejected', 'ACTIVE', 'dE-aCTIVE'];
  switch (field) {
    case 'organizationName':
    case 'name':
      return fc.oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => `${text}.`),
        fc.nat().map((choice) => known.name(choice)),
        fc.tuple(fc.nat(), fc.constantFrom(...LOOKALIKES)).map(([choice, lookalike]) => lookalike(known.name(choice))),
      );
    case 'emailId':
      return fc.constantFrom('info@celltel.com', 'first.last+t@x.org', 'A@MOSIP.COM');
    case 'contactNumber':
      return fc.constantFrom('9876543210', '+91 98765 43210');
    case 'mispLicenseKey':
      return fc.nat().map((choice) => known.key(choice));
    case 'mispStatus':
    case 'mispLicenseKeyStatus':
      return fc.constantFrom(...words);
    default:
      return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).map((text) => `${text}.`);
  }
}

/** A field as it appears in the body; undefined leaves it out. */
const goodText = (field: string, known: Known) => goodValue(field, known).map((text) => JSON.stringify(text));
const hostileField = ({ maxLength = 256 }: FieldSchema): fc.Arbitrary<string | undefined> =>
  fc.oneof(
    { arbitrary: hostileText(maxLength).map((text) => JSON.stringify(text)), weight: 4 },
    { arbitrary: hostileJson, weight: 2 },
    { arbitrary: fc.constant(undefined), weight: 1 },
  );

/** `request` of the envelope: the schema's fields, valid and invalid, sometimes twice or with extra ones. */
function requestText(operation: ListedContract, known: Known): fc.Arbitrary<string> {
  const { properties } = inputFieldsOf(operation);
  const inPath = pathParametersOf(operation.path);
  const names = [
    ...Object.keys(properties).filter((name) => !inPath.includes(name)),
    ...Object.values(operation.aliases ?? {}),
  ];
  const good = names.map((name) => goodText(name, known));
  const hostile = names.map((name) => hostileField((properties[name] ?? {}) as FieldSchema));
  // Most requests have at most one fault: the first fault would hide the second.
  const places = fc.oneof(
    { arbitrary: fc.constant([] as number[]), weight: 3 },
    { arbitrary: fc.nat(names.length - 1).map((place) => [place]), weight: 5 },
    { arbitrary: fc.constant([...names.keys()]), weight: 1 },
  );
  const fields = fc.tuple(fc.tuple(...good), fc.tuple(...hostile), places).map(([fine, bad, chosen]) =>
    names.flatMap((name, place) => {
      const text = chosen.includes(place) ? bad[place] : fine[place];
      return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
    }),
  );
  const extraFields = fc.oneof(
    { arbitrary: fc.constant([] as string[]), weight: 4 },
    {
      arbitrary: fc
        .tuple(
          fc.constantFrom('__proto__', 'constructor', 'mispId', 'ID', 'version', 'toString', ...names),
          hostileJson,
        )
        .map(([name, text]) => [`${JSON.stringify(name)}:${text}`]),
      weight: 1,
    },
  );
  return fc.tuple(fields, extraFields).map(([own, more]) => `{${[...own, ...more].join()}}`);
}

const envelopeValue = fc.oneof(
  { arbitrary: fc.constantFrom('"mosip.misp"', '"1.0"', 'null'), weight: 8 },
  { arbitrary: hostileJson, weight: 1 },
  { arbitrary: hostileText(64).map((text) => JSON.stringify(text)), weight: 1 },
);

/** A body built from the operation's own schema. */
export function bodyFromSchema(operation: ListedContract, known: Known): fc.Arbitrary<Buffer> {
  return fc
    .tuple(requestText(operation, known), envelopeValue, envelopeValue, fc.nat(19))
    .map(([request, id, version, form]) => {
      const echo = `"id":${id},"version":${version},"requesttime":"2019-01-01T00:00:00.000Z","metadata":{}`;
      if (form === 0) return `{${echo},"request":{},"request":${request}}`;
      if (form === 1) return `{"request":${request},"__proto__":${request}}`;
      if (form === 2) return `{${echo},"request":[${request}]}`;
      if (form === 3) return request;
      return `{${echo},"request":${request}}`;
    })
    .chain(damaged);
}

const utf32 = (text: string) =>
  Buffer.from(Uint32Array.from([...text], (character) => character.codePointAt(0)!).buffer);

/** What a sender with the wrong encoding, or none, makes of a text. */
const DISTORTIONS: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
  (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
  (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf]), Buffer.from(text)]),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
  (text) => Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), utf32(text)]),
  (text) => utf32(text).swap32(),
  (text) => Buffer.from(`+/v8-${text}`),
  // Half a surrogate pair, and a quote in two bytes: both are invalid UTF-8.
  (text) => Buffer.from(text.replace(':"', ':"\u00ed\u00a0\u0080'), 'latin1'),
  (text) => Buffer.from(text.replace(':"', ':"\u00c0\u00a2'), 'latin1'),
  (text) => Buffer.from(`${text} \u0000`),
  (text) => Buffer.from(text + text),
  (text) => Buffer.from(Buffer.from(text).toString('base64')),
  (text) => Buffer.from(text, 'latin1'),
  (text) => Buffer.from(text.replaceAll('"', "'")),
];

/** How a sender may damage a text. */
function damaged(text: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(text);
  return fc.oneof(
    { arbitrary: fc.constant(bytes), weight: 16 },
    { arbitrary: fc.nat(bytes.length).map((end) => bytes.subarray(0, end)), weight: 1 },
    {
      arbitrary: fc
        .tuple(fc.nat(Math.max(0, bytes.length - 1)), fc.constantFrom(0x00, 0x80, 0xc0, 0xff, 0x22, 0x5c))
        .map(([place, byte]) =>
          Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place + 1)]),
        ),
      weight: 2,
    },
    { arbitrary: fc.constantFrom(...DISTORTIONS).map((distort) => distort(text)), weight: 1 },
  );
}

/** A body that follows no schema. */
export const bodyWithoutSchema: fc.Arbitrary<Buffer> = fc.oneof(
  { arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)), weight: 3 },
  { arbitrary: hostileJson.map((text) => Buffer.from(text)), weight: 3 },
  { arbitrary: hostileJson.map((text) => Buffer.from(`{"request":${text}}`)), weight: 3 },
  {
    arbitrary: fc.constantFrom('', ' ', '{', '[', '"', 'request=1', '<xml/>').map((text) => Buffer.from(text)),
    weight: 2,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(1000, 10_000, 30_000), fc.constantFrom('[', '{"a":', '{"request":'))
      .map(([depth, open]) => Buffer.from(open.repeat(depth).slice(0, BODY_LIMIT - 1))),
    weight: 1,
  },
  {
    arbitrary: fc.constantFrom(4_000, 10_000, 30_000).map((depth) => {
      return Buffer.from(`{"request":{"address":${'['.repeat(depth)}${']'.repeat(depth)}}}`);
    }),
    weight: 1,
  },
  {
    // On both sides of the limit, as one long text or as many fields.
    arbitrary: fc.tuple(fc.integer({ min: -40, max: 40 }), fc.constantFrom(0, 2000, 4000)).map(([over, fieldCount]) => {
      const frame = '{"request":{"address":"';
      if (fieldCount === 0)
        return Buffer.from(`${frame}${'a'.repeat(Math.max(0, BODY_LIMIT + over - frame.length - 3))}"}}`);
      const fields = Array.from({ length: fieldCount }, (_, index) => `"f${index}":${over}`);
      return Buffer.from(`{"request":{${fields.join()}}}`);
    }),
    weight: 1,
  },
  { arbitrary: fc.constantFrom(70_000, 300_000).map((size) => Buffer.alloc(size, '{"a":[')), weight: 1 },
);

/** More than the gateway accepts. */
export const bodyBeyondGateway: fc.Arbitrary<Buffer> = fc
  .constant(10 * 1024 * 1024 + 1)
  .map((size) => Buffer.alloc(size, 'a'));
