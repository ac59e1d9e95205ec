import fc from 'fast-check';
import type { OperationContract } from '../../functions/operation/contract.ts';
import { anyCharacter } from '../../test/support/any-character.ts';
import type { Known } from './known.ts';

/** As they are sent. */
const HOSTILE_SEGMENTS = [
  '',
  '.',
  '..',
  '%2e%2e',
  '%2F',
  '%5C',
  '%00',
  '100%00',
  '%0d%0aset-cookie:a',
  '%',
  '%zz',
  '%C0%AF',
  '%ED%A0%80',
  '%FF%FE',
  '%F4%90%80%80',
  'mispId',
  'name',
  '__proto__',
  'constructor',
  'MISP%23100',
  '100;v=1',
  '100%3Fx=1',
  '100%23x',
  '100+1',
  '%20',
  '%E2%80%AE',
  '%E2%81%A6a',
  '%E2%80%8B',
  '%C2%AD%E3%85%A4',
  'a%E2%80%8B',
  '%EF%B7%BA',
  '%EF%BF%BD',
  '-1',
  '1e3',
  '{mispId}',
  '*',
  "'",
  '\u00ff',
] as const;

const longSegment = fc
  .tuple(
    fc.constantFrom(35, 36, 37, 128, 900, 4000, 9000, 12_000),
    fc.constantFrom('a', '7', '%41', '%C3%A4', '%F0%9F%98%80', '%CD%85%CC%95%CC%96'),
  )
  .map(([length, text]) => text.repeat(Math.ceil(length / text.length)).slice(0, length - (length % text.length)));

const hostileSegment = fc.oneof(
  { arbitrary: fc.constantFrom(...HOSTILE_SEGMENTS), weight: 5 },
  { arbitrary: longSegment, weight: 1 },
  {
    arbitrary: fc.string({ unit: anyCharacter, maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
    weight: 2,
  },
);

const position = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const hostileCursor = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    '%00',
    position(null),
    position([]),
    position(['a']),
    position(['all oldest', '2026-01-01T00:00:00.000Z', '100', 'x']),
    position(['all oldest', '2026-01-01T00:00:00.000Z', 100]),
    position(['all oldest', '2026-01-01T00:00:00.000Z', 'mispId']),
    position(['approved newest', '9999-12-31T23:59:59.999Z', '100']),
    position(['running-out', '9999-99-99T99:99:99.999Z', '100']),
    position([['all oldest'], '2026-01-01T00:00:00.000Z', '100']),
    position(['__proto__', '2026-01-01T00:00:00.000Z', '100']),
    position(['name', '\ud800', '100']),
    position(['name', 'acme', 'x'.repeat(40)]),
    position({ length: 2 }),
    'a'.repeat(2049),
    '%F0%28%8C%28',
  ),
  fc
    .tuple(
      fc.constantFrom('name', 'all oldest', 'running-out', ''),
      fc.string({ unit: anyCharacter, maxLength: 30 }),
      fc.string({ maxLength: 40 }),
    )
    .map((parts) => position(parts)),
  fc.base64String({ maxLength: 60 }).map(encodeURIComponent),
  fc.constant(position(['all oldest', '2026-01-01T00:00:00.000Z', '100'])),
);
const hostileLimit = fc.constantFrom(
  '',
  '0',
  '-1',
  '1',
  '5',
  '501',
  '1e2',
  '0x10',
  ' 5',
  '5;',
  '99999999',
  'NaN',
  '%35',
  '[]',
);

/** Values of filters, some of them valid. Arbitrary text is percent-encoded, as a caller would. */
const hostileFilter = fc.oneof(
  fc.constantFrom('status', 'expiringBefore', 'name', 'order', 'STATUS', 'status[]').chain((name) =>
    fc
      .oneof(
        fc.constantFrom(
          'approved',
          'Inprogress',
          'REJECTED',
          'newest',
          '2026-03-01T00:00:00Z',
          '2026-03-01T00:00:00%2B05:30',
        ),
        fc.constantFrom(
          '',
          '%00',
          '%ff',
          '%ED%A0%80',
          'act%C4%B0ve',
          '[object%20Object]',
          '__proto__',
          'null',
          '0',
          '1e400',
        ),
        fc.constantFrom(
          '9999-12-31T23:59:59-23:59',
          '0000-01-01T00:00:00%2B23:59',
          '2026-02-30T00:00:00Z',
          '%EF%B7%BA',
        ),
        fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => encodeURIComponent(text.toWellFormed())),
        fc.constantFrom('x'.repeat(129), '%EF%B7%BA'.repeat(120), `${'9'.repeat(5000)}`),
      )
      .map((value) => `${name}=${value}`),
  ),
);

/** Lists always have a limit, so that answers do not grow with the stored data. */
const query = fc.oneof(
  { arbitrary: fc.constant('?limit=3'), weight: 2 },
  { arbitrary: hostileLimit.map((limit) => `?limit=${limit}`), weight: 2 },
  {
    arbitrary: fc
      .tuple(hostileCursor, fc.constantFrom('2', '3'))
      .map(([cursor, limit]) => `?cursor=${cursor}&limit=${limit}`),
    weight: 4,
  },
  {
    arbitrary: hostileCursor.map((cursor) => `?limit=2&limit=2&cursor=${cursor}&cursor=x&__proto__=1&constructor=2`),
    weight: 1,
  },
  {
    arbitrary: fc
      .tuple(fc.array(hostileFilter, { minLength: 1, maxLength: 3 }), hostileCursor, fc.boolean())
      .map(([filters, cursor, hasCursor]) => `?limit=2&${filters.join('&')}${hasCursor ? `&cursor=${cursor}` : ''}`),
    weight: 5,
  },
  { arbitrary: fc.constantFrom('?limit=2&%', '?limit=2&a=%ff', '?limit=2&&&=', '?limit=2&__proto__[a]=1'), weight: 1 },
);

/** The target of a request to this operation. */
export function targetOf(operation: OperationContract, basePath: string, known: Known): fc.Arbitrary<string> {
  const segment = fc.oneof(
    { arbitrary: fc.nat().map((choice) => known.id(choice)), weight: 3 },
    { arbitrary: hostileSegment, weight: 1 },
  );
  const prefix = fc.oneof(
    { arbitrary: hostileSegment, weight: 2 },
    {
      arbitrary: fc.nat().map((choice) => encodeURIComponent(known.name(choice).slice(0, 3).toWellFormed())),
      weight: 1,
    },
  );
  const filled = operation.path.includes('{orgName}') ? prefix : segment;
  const more: fc.Arbitrary<string> =
    operation.query.length > 0 ? query : fc.constantFrom('', '', '', '', '?', '?a=b', '?mispId=7&mispStatus=Active');
  return fc
    .tuple(filled, more)
    .map(([value, search]) => basePath + operation.path.replace(/\{\w+\}/, () => value) + search);
}

/** Targets that match no route, or should not. */
export function strayTarget(basePath: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      '*',
      '//',
      '/..',
      basePath,
      `${basePath}/`,
      `${basePath}/misps/`,
      `${basePath}//misps?limit=1`,
      `/${basePath}/misps?limit=1`,
      `${basePath}/misps/mispId`,
      `${basePath}/misps/100/licenseKey/x`,
      `${basePath.toUpperCase()}/MISPS`,
      `http://evil.example${basePath}/misps?limit=1`,
      `${basePath}/misps;x?limit=1`,
      `${basePath}%2Fmisps?limit=1`,
      `${basePath}/misps#x`,
      '/.well-known/openid-configuration',
      '/favicon.ico',
    ),
    fc.array(hostileSegment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
  );
}
