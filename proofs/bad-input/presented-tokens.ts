import type { Issuer } from '../../local/gateway/issuer.ts';
import { hostileTokens } from './hostile-tokens.ts';

type Header = readonly [name: string, value: string];

/** Headers that carry a token or several, and what must become of a request with them. */
export interface Presented {
  /** What is presented, for a report. */
  readonly caller: string;
  readonly headers: readonly Header[];
  /** Whether the authorizer must let it through; else it must not. */
  readonly mayPass: boolean;
  /** Whether the service itself must answer that the token has expired. */
  readonly isExpired?: boolean;
  /** Whom the audit must name, where it is worth looking. */
  readonly userId?: string;
}

const HEADER_USER = 'misp-operator';
const COOKIE_USER = 'cookie-caller';

const header = (value: string): Header => ['authorization', value];
const cookie = (value: string): Header => ['cookie', value];

/** Cookies that carry a token as a client, or a proxy before it, may write them. */
const cookieForms: readonly ((token: string) => string)[] = [
  (token) => `Authorization=${token}`,
  (token) => `Authorization=Bearer ${token}`,
  (token) => `Authorization=Bearer%20${token}`,
  (token) => `Authorization="${token}"`,
  (token) => `Authorization="Bearer ${token}"`,
  (token) => `Authorization=bearer%20%20${token}`,
  (token) => `authorization=${token}`,
  (token) => `lang=en; Authorization=${token}; __proto__=1`,
  (token) => `Authorization=; Authorization=${token}`,
  (token) => ` ; ;=;Authorization=${token} `,
];

/** Values of the header Authorization that hold no bearer token: the cookie is looked at then. */
const withoutBearer = (good: string) => [
  '',
  'Bearer',
  'Bearer ',
  'Basic YTpi',
  good,
  `Bearer ${good} ${good}`,
  `Digest ${good}`,
];

/** Cookies that hold no token of ours, however good it would be elsewhere. */
const strangeCookies = (good: string) => [
  `XAuthorization=${good}`,
  `Authorization2=${good}`,
  `__Host-Authorization=${good}`,
  `token=${good}`,
  `x=Authorization=${good}`,
  `Authorization=Basic ${good}`,
  `Authorization=${good} ${good}`,
  `Authorization=${good}%20x`,
  `Authorization=${good},x`,
];

/** Nearly all of what a gateway takes of headers. Texts like these have kept a regular expression busy before. */
const longCookies: readonly string[] = [
  `Authorization=Bearer${'%20'.repeat(2700)}" x`,
  `Authorization=Bearer${' '.repeat(8000)}" x`,
  `Authorization=${'"'.repeat(8000)}`,
  `Authorization${' '.repeat(8000)}`,
  'Authorization=;'.repeat(500),
  '; '.repeat(4000),
  `Authorization=Bearer${'%20Bearer'.repeat(800)}`,
];

/** Several cookies of the name, of which the last is the one that counts, whatever it holds. */
const severalCookies = (
  good: string,
  bad: string,
): readonly (readonly [cookies: readonly string[], mayPass: boolean, isExpired: boolean])[] => {
  const named = [`Authorization=${bad}`, `authorization="${bad}"`, 'Authorization=', 'Authorization=Basic x'];
  const last = `Authorization=${good}`;
  return [...named, ...longCookies.filter((cookie) => cookie.includes('='))].flatMap((other) => [
    [[`${other}; ${last}`], true, false],
    [[other, last], true, false],
    [[`lang=en; ${other}; ${last}; theme=dark`], true, false],
    [[`${last}; ${other}`], false, other.includes(bad)],
    [[last, other], false, other.includes(bad)],
    [[`${last}; ${other}; lang=en`], false, other.includes(bad)],
  ]);
};

/**
 * Every kind of token in the header, in the cookie, and in one of them against a good or a bad one in the other. The stage
 * takes tokens from either place: a header with a bearer token is the only one that counts, and without one the last cookie
 * named Authorization is.
 */
export async function presentedTokens(issuer: Issuer): Promise<readonly Presented[]> {
  const good = await issuer.token(HEADER_USER);
  const goodInCookie = await issuer.token(COOKIE_USER);
  const expired = await issuer.token(HEADER_USER, { lifetimeSeconds: -60 });
  const tokens = await hostileTokens(issuer);
  const places = tokens.flatMap(({ text, caller, mayPass, isExpired }, index): Presented[] => {
    const inCookie = cookie(cookieForms[index % cookieForms.length]!(text));
    return [
      { caller: `the header: ${caller}`, headers: [header(`Bearer ${text}`)], mayPass, isExpired },
      { caller: `the cookie: ${caller}`, headers: [inCookie], mayPass, isExpired },
      {
        caller: `the header, against a good cookie: ${caller}`,
        headers: [header(`Bearer ${text}`), cookie(`Authorization=${goodInCookie}`)],
        mayPass,
        isExpired,
      },
      {
        caller: `the cookie, against a good header: ${caller}`,
        headers: [inCookie, header(`Bearer ${good}`)],
        mayPass: true,
        userId: HEADER_USER,
      },
    ];
  });
  const fallenBack = withoutBearer(good).flatMap((value): Presented[] => [
    { caller: 'no bearer token', headers: [header(value)], mayPass: false },
    {
      caller: 'no bearer token, and a bad cookie',
      headers: [header(value), cookie(`Authorization=${expired}`)],
      mayPass: false,
      isExpired: true,
    },
    {
      caller: 'no bearer token, and a good cookie',
      headers: [header(value), cookie(`Authorization=${goodInCookie}`)],
      mayPass: true,
      userId: COOKIE_USER,
    },
  ]);
  const strange = strangeCookies(goodInCookie).map((value): Presented => {
    return { caller: 'a cookie without a token of ours', headers: [cookie(value)], mayPass: false };
  });
  const asCookie = cookieForms.map((form): Presented => {
    return { caller: 'a good cookie', headers: [cookie(form(goodInCookie))], mayPass: true, userId: COOKIE_USER };
  });
  const several = severalCookies(goodInCookie, expired).map(
    ([cookies, mayPass, isExpired]): Presented => ({
      caller: 'several cookies',
      headers: cookies.map(cookie),
      mayPass,
      isExpired,
      ...(mayPass ? { userId: COOKIE_USER } : {}),
    }),
  );
  const long = longCookies.flatMap((value): Presented[] => [
    { caller: 'a long cookie', headers: [cookie(value)], mayPass: false },
    {
      caller: 'a long cookie, against a good header',
      headers: [cookie(value), header(`Bearer ${good}`)],
      mayPass: true,
      userId: HEADER_USER,
    },
  ]);
  return [
    ...places,
    ...fallenBack,
    ...strange,
    ...asCookie,
    ...several,
    ...long,
    { caller: 'the longest cookie', headers: [cookie(`Authorization=Bearer${'%20'.repeat(3270)}" x`)], mayPass: false },
    { caller: 'a good header', headers: [header(`bearer   ${good}`)], mayPass: true, userId: HEADER_USER },
    { caller: 'a quoted token', headers: [header(`Bearer "${good}"`)], mayPass: false },
    { caller: 'two headers', headers: [header(`Bearer ${good}`), header(`Bearer ${expired}`)], mayPass: false },
    { caller: 'nobody', headers: [], mayPass: false },
  ];
}
