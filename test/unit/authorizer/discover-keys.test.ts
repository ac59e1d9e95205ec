import { describe, expect, test } from '@jest/globals';
import { discoveryAddress, keysAddress } from '../../../functions/lambdas/authorize-caller/discover-keys.ts';

const ISSUER = 'https://issuer.test/realms/mosip';
const KEYS = 'https://keys.test/certs';

const reasonFor = (document: unknown, issuer = ISSUER) => {
  try {
    return `read from ${keysAddress(document, issuer)}`;
  } catch (error) {
    return Reflect.get(error as Error, 'reason');
  }
};

test.each([
  ['https://issuer.test', 'https://issuer.test/.well-known/openid-configuration'],
  ['https://issuer.test/', 'https://issuer.test/.well-known/openid-configuration'],
  [ISSUER, `${ISSUER}/.well-known/openid-configuration`],
  [`${ISSUER}/`, `${ISSUER}/.well-known/openid-configuration`],
])('the discovery document of %s is at %s', (issuer, address) => {
  expect(String(discoveryAddress(issuer))).toBe(address);
});

describe('a discovery document', () => {
  test.each([KEYS, 'https://issuer.test:8443/a?b=c', 'HTTPS://keys.test/certs'])(
    'leads to its keys at %s',
    (address) => {
      expect(reasonFor({ issuer: ISSUER, jwks_uri: address })).toBe(`read from ${new URL(address)}`);
    },
  );

  test.each(['http://localhost:3000/keys', 'http://127.0.0.1/keys', KEYS])(
    'of an http issuer leads to its keys at %s',
    (address) => {
      const issuer = 'http://localhost:3000';
      expect(reasonFor({ issuer, jwks_uri: address }, issuer)).toBe(`read from ${address}`);
    },
  );

  test.each([
    'https://issuer.test/realms/other',
    `${ISSUER}/`,
    `${ISSUER}#`,
    ` ${ISSUER}`,
    ISSUER.toUpperCase(),
    'https://ISSUER.test/realms/mosip',
    'https://issuer.test:443/realms/mosip',
    ISSUER.replace('https', 'http'),
    '',
    null,
    5,
    [ISSUER],
    undefined,
  ])('is not that of the issuer if it names %j', (issuer) => {
    expect(reasonFor({ issuer, jwks_uri: KEYS })).toBe('discovery-names-another-issuer');
  });

  test.each([null, [], 'text', 5, undefined, { jwks_uri: KEYS }])('is invalid as %j', (document) => {
    expect(reasonFor(document)).toBe('discovery-names-another-issuer');
  });

  test.each([undefined, null, 5, true, [KEYS], { href: KEYS }])('names no keys with %j', (address) => {
    expect(reasonFor({ issuer: ISSUER, jwks_uri: address })).toBe('discovery-names-no-jwks-uri');
  });

  test.each([
    'http://keys.test/certs',
    'HTTP://keys.test/certs',
    'http:keys.test',
    'http://localhost/keys',
    ' http://x',
  ])('of an https issuer leads to no keys at %s', (address) => {
    expect(reasonFor({ issuer: ISSUER, jwks_uri: address })).toBe('jwks-uri-not-https');
  });

  test.each([
    '',
    '/keys',
    'keys',
    '//keys.test/certs',
    'https://',
    'https://user:word@keys.test/certs',
    'https://user@keys.test/certs',
    'https://:word@keys.test/certs',
    'file:///etc/keys.json',
    'data:application/json,{"keys":[]}',
    'ftp://keys.test/certs',
    'javascript:0',
    'blob:https://keys.test/1',
    'wss://keys.test/certs',
  ])('leads to no keys at %j, whatever the issuer', (address) => {
    for (const issuer of [ISSUER, 'http://localhost:3000']) {
      expect(reasonFor({ issuer, jwks_uri: address }, issuer)).toBe('jwks-uri-not-allowed');
    }
  });

  test('with a duplicate member counts by the last one, as in JSON', () => {
    const twice = (first: string, last: string) =>
      JSON.parse(`{"issuer":"${ISSUER}","jwks_uri":"${first}","jwks_uri":"${last}"}`);
    expect(reasonFor(twice(KEYS, 'http://keys.test/certs'))).toBe('jwks-uri-not-https');
    expect(reasonFor(twice('http://keys.test/certs', KEYS))).toBe(`read from ${KEYS}`);
  });
});
