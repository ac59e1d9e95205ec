import fc from 'fast-check';

type Header = readonly [name: string, value: string];

export const contentType: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { arbitrary: fc.constant([['content-type', 'application/json']] as const), weight: 14 },
  {
    arbitrary: fc
      .constantFrom(
        'application/json; charset=utf-8',
        'application/json;charset=utf-16',
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

const accept: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 6 },
  {
    arbitrary: fc
      .constantFrom(
        'application/problem+json',
        'application/problem+json;q=0',
        'APPLICATION/PROBLEM+JSON; q=0.5, */*',
        '*/*',
        ',,,;;;q=',
        'text/html',
        'a'.repeat(4000),
      )
      .map((value) => [['accept', value]] as const),
    weight: 3,
  },
);

/** No cookie is named Authorization here: it would be the last one, and count (`presented-tokens.ts` has those). */
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

/** Headers beside the token's and the content type. */
export const hostileHeaders: fc.Arbitrary<readonly Header[]> = fc
  .tuple(accept, odd)
  .map(([one, other]) => [...one, ...other]);
