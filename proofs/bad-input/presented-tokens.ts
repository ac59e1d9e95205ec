import type { Issuer } from '../../local/gateway/issuer.ts';
import { hostileTokens } from './hostile-tokens.ts';

type Header = readonly [name: string, value: string];

/** Headers with one or more tokens, and what must happen to the request. */
export interface Presented {
  /** A name for what is presented, for reports. */
  readonly caller: string;
  readonly headers: readonly Header[];
  /** Whether the authorizer must let it through; otherwise it must refuse. */
  readonly mayPass: boolean;
  /** Whether the service must answer that the token has expired. */
  readonly isExpired?: boolean;
  /** The user that the audit must name, where the proof checks it. */
  readonly userId?: string;
}

const HEADER_USER = 'misp-operator';
const COOKIE_USER = 'cookie-caller';

const header = (value: string): Header => ['authorization', value];
const cookie = (value: string): Header => ['cookie', value];

/** Cookies with a token, in the forms that a client or a proxy may write. */
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

/** Values of the header Authorization without a bearer token: then the cookie counts. */
const withoutBearer = (good: string) => [
  '',
  'Bearer',
  'Bearer ',
  'Basic YTpi',
  good,
  `Bearer ${good} ${good}`,
  `Digest ${good}`,
];

/** Cookies without a token in the right place. */
const invalidCookies = (good: string) => [
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

/** Nearly the largest header that a gateway accepts. Texts like these have kept a regular expression busy before. */
const longCookies: readonly string[] = [
  `Authorization=Bearer${'%20'.repeat(2700)}" x`,
  `Authorization=Bearer${' '.repeat(8000)}" x`,
  `Authorization=${'"'.repeat(8000)}`,
  `Authorization${' '.repeat(8000)}`,
  'Authorization=;'.repeat(500),
  '; '.repeat(4000),
  `Authorization=Bearer${'%20Bearer'.repeat(800)}`,
];

/** Several cookies named Authorization: the last one counts, whatever it holds. */
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
 * Every kind of token in the header, in the cookie, and in one of them with a valid or invalid one in the other. The
 * stage accepts both places: a bearer token in the header wins; without one the last cookie named Authorization counts.
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
  const headersWithoutBearer = withoutBearer(good).flatMap((value): Presented[] => [
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
  const strange = invalidCookies(goodInCookie).map((value): Presented => {
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
    ...headersWithoutBearer,
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
