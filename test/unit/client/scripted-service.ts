import { type ClientOptions, type MispClient, mispClient } from '../../../client/src/index.ts';

/** A request of the client. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/**
 * What a scripted service does with a request: an answer, a broken connection, or silence until the client gives up.
 */
export type Turn = Response | Error | 'silence' | ((sent: SentRequest) => Response);

/** A client with a scripted service and a clock that only its own pauses advance. */
export interface Scripted {
  readonly client: MispClient;
  readonly sent: readonly SentRequest[];
  /** The pauses so far, in milliseconds. */
  readonly pauses: readonly number[];
}

export const BASE_URL = 'https://api.example.org/partnermanagement/v1/misps';
/** The share of its bound that every random pause takes. */
export const CHANCE = 0.5;

/** @param turns one for each request; a further request fails the test. */
export function scripted(turns: readonly Turn[], options: Partial<ClientOptions> = {}): Scripted {
  const sent: SentRequest[] = [];
  const pauses: number[] = [];
  const left = [...turns];
  let now = Date.parse('2026-03-01T10:00:00Z');
  const client = mispClient({
    baseUrl: BASE_URL,
    token: () => 'token-1',
    fetch: (url, init) => {
      const request = {
        method: String(init.method),
        url,
        headers: new Headers(init.headers),
        body: init.body === undefined ? undefined : String(init.body),
      };
      sent.push(request);
      const turn = left.shift();
      if (turn === undefined) throw new Error(`request ${sent.length} is not in the script`);
      if (turn === 'silence') return untilAborted(init.signal!);
      if (turn instanceof Error) return Promise.reject(turn);
      return Promise.resolve(turn instanceof Response ? turn : turn(request));
    },
    timing: {
      now: () => now,
      random: () => CHANCE,
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        pauses.push(milliseconds);
        now += milliseconds;
      },
    },
    ...options,
  });
  return { client, sent, pauses };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>>) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'apigw-requestid': 'JKJaXmPLvHcESHA=', ...headers },
  });

/** A success in the envelope. */
export const done = (response: unknown, headers: Readonly<Record<string, string>> = {}, metadata: unknown = null) =>
  json(
    200,
    { id: null, version: null, responsetime: '2026-03-01T10:00:00.000Z', metadata, response, errors: [] },
    headers,
  );

/** An error of the service for callers that prefer problems. */
export const problem = (
  status: number,
  type: string,
  code: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
) =>
  json(
    status,
    {
      ...{ type: `urn:mosip:pms:misp:${type}`, title: 'A title', status, detail: 'A detail', code },
      ...{ requestId: 'JKJaXmPLvHcESHA=', errors: [], ...more },
    },
    { 'content-type': 'application/problem+json', ...headers },
  );

/** The gateway's own answer. */
export const fromGateway = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  json(status, { message: 'From the gateway' }, headers);

/** A broken connection, as reported by `fetch` of Node.js. */
export const broken = (code = 'ECONNRESET') =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('read'), { code }) });

/** A page of a list. */
export const page = (ids: readonly string[], nextCursor?: string) =>
  done(
    ids.map((id) => ({ misp: { id }, misp_licenses: [] })),
    {},
    nextCursor === undefined ? null : { nextCursor },
  );
