import fc from 'fast-check';

type Header = readonly [name: string, value: string];

export const contentType: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { arbitrary: fc.constant([['content-type', 'application/json']] as const), weight: 14 },
  {
    arbitrary: fc
      .constantFrom(
        'application/json; charset=utf-8',
        'application/json ; charset=UTF-8',
        'application/json;charset="utf-8"',
        'application/json;charset=utf8;x="a;charset=utf-16"',
        'application/json;charset=utf-16',
        'application/json;charset=utf-16le',
        'application/json;charset=utf-32',
        'application/json; charset="ISO-8859-1"',
        "application/json; charset='utf-8'",
        'application/json;charset=utf-8;charset=latin1',
        'application/json;charset="utf-8',
        'application/json;charset=',
        `application/json${';a=b'.repeat(1000)}`,
        `application/json;charset="${'\\'.repeat(3000)}`,
        'application/json; charset="\u00ff"',
        'APPLICATION/JSON',
        'application/vnd.api+json',
        'application/problem+json',
        'text/json',
        'text/plain',
        'text/html',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/octet-stream',
        'application/jsonx',
        'application/json, text/html',
        '',
        ';',
        'x'.repeat(500),
      )
      .map((type) => [['content-type', type]] as const),
    weight: 3,
  },
  { arbitrary: fc.constant([]), weight: 1 },
);

/** Values of Accept that prefer problem+json. */
const forProblems: readonly string[] = [
  'application/problem+json',
  'application/json;q=0.1, application/problem+json;q=0.9',
  'APPLICATION/PROBLEM+JSON ; Q=0.5, */*;q=0.4',
  'application/problem+json;profile="a,b;q=0"',
  'text/html, application/*;q=0.2, application/problem+json;q=1.000',
  `application/problem+json${';q=0.1'.repeat(800)}`,
  `application/problem+json;q=0.${'5'.repeat(4000)}`,
  `${'text/html,'.repeat(700)}application/problem+json`,
  'application/problem+json,'.repeat(300),
];
/** Values that prefer something else or cannot be parsed: the answer must be an envelope. */
const forEnvelopes: readonly string[] = [
  'application/problem+json;q=0',
  'application/json;q=0.9, application/problem+json;q=0.1',
  'APPLICATION/PROBLEM+JSON; q=0.5, */*',
  'application/problem+json;q=1e3',
  'application/problem+json;q=-1',
  'application/problem+json;q=2, application/json;q=0.001',
  'text/plain;a=",application/problem+json"',
  '"application/problem+json"',
  'application/problem+jsonx, application/problem+json/x',
  '*/*',
  ',,,;;;q=',
  'text/html',
  'a'.repeat(4000),
  '"'.repeat(5000),
  `"${'\\'.repeat(5000)}`,
  `text/html;q=${'0'.repeat(5000)}`,
  'a/b;q=0.1,'.repeat(600),
  ' '.repeat(5000),
];

/** Whether a request prefers problem+json, by its Accept header. */
export const asksForProblems = (headers: readonly Header[]): boolean =>
  headers.some(([name, value]) => name === 'accept' && forProblems.includes(value));

const accept: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 6 },
  { arbitrary: fc.constantFrom(...forProblems).map((value) => [['accept', value]] as const), weight: 3 },
  { arbitrary: fc.constantFrom(...forEnvelopes).map((value) => [['accept', value]] as const), weight: 2 },
);

/** No cookie here is named Authorization: as the last one it would count. `presented-tokens.ts` covers those. */
const odd: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 12 },
  {
    arbitrary: fc.constantFrom<readonly Header[]>(
      [['cookie', 'XAuthorization=Bearer x; Authorization2=y; Authorization']],
      [['cookie', '='.repeat(500)]],
      [['cookie', `a=${'b'.repeat(4000)}; __proto__=1`]],
      [['cookie', '\u00ff\u00fe; ;;']],
      [['x-forwarded-for', '\u00e4, 1.2.3.4, ::1, 999.999.999.999']],
      [['x-forwarded-for', '9'.repeat(3000)]],
      [['x-http-method-override', 'DELETE']],
      [['content-encoding', 'gzip']],
      [['expect', '100-continue']],
      [['__proto__', 'x']],
      [['constructor', 'x']],
      [['user-agent', '\u00ff'.repeat(2000)]],
      [['apigw-requestid', '../../x']],
      [['x-amzn-trace-id', 'Root=1-\u00ff']],
      [['origin', 'null']],
      [['x-pad', 'p'.repeat(11_000)]],
      [['x-pad', 'p'.repeat(140_000)]],
      [['x-nul', 'a\u0000b']],
      [['bad header', 'x']],
      Array.from({ length: 150 }, (_, index) => [`x-h${index}`, 'v'] as const),
    ),
    weight: 1,
  },
);

/** Idempotency keys and `If-Match`, valid, nearly valid and invalid. */
const retrying: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 10 },
  {
    arbitrary: fc
      .oneof(
        fc.constantFrom(
          '',
          ' ',
          'k',
          'a,b',
          'k'.repeat(128),
          'k'.repeat(129),
          'k'.repeat(9000),
          'a b',
          '\u00e9',
          'a\u0000b',
        ),
        fc.constantFrom('"k"', '__proto__', '#1', 'jane.doe@example.org', '*'),
      )
      .map((key) => [['idempotency-key', key]] as const),
    weight: 2,
  },
  { arbitrary: fc.constant([['idempotency-key', 'a'] as const, ['idempotency-key', 'b'] as const]), weight: 1 },
  {
    arbitrary: fc
      .constantFrom(
        ...[
          '*',
          '"1"',
          'W/"1"',
          '"1", W/"2" ,"3"',
          '"999999999999999"',
          '1',
          '"a"',
          '"',
          '""',
          'W/1',
          'w/"1"',
          '"1" "2"',
        ],
        ...['*,"1"', ',', '"1",', '"-1"', '"1.0"', '"1e3"', '"\u0661"', '"9999999999999999"', '"1";', '', ' '],
        ...['"1",'.repeat(2000), '"'.repeat(9000), 'W/'.repeat(4000), `"${'1'.repeat(9000)}"`, '\u00ff'],
      )
      .map((versions) => [['if-match', versions]] as const),
    weight: 2,
  },
);

/** Headers other than the token and the content type. */
export const hostileHeaders: fc.Arbitrary<readonly Header[]> = fc.tuple(accept, odd, retrying).map((all) => all.flat());
