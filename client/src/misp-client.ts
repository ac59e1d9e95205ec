import createClient from 'openapi-fetch';
import type { CallOptions, ChangeOptions, ClientOptions, RegisterOptions } from './client-options.ts';
import type { AnswerOf, FieldsOf, MispWithLicenses, QueryOf, Verdict } from './documented.ts';
import { Exchange } from './exchange.ts';
import { type MispList, mispList, type PageContent } from './misp-list.ts';
import type { paths } from './openapi-types.ts';
import { mispIdSegment, pathSegment, UnsendableError } from './path-segment.ts';
import { readError, requestIdOf } from './read-error.ts';
import type { Result } from './result.ts';
import { NoAnswer } from './retries.ts';

/** The operations of the service. Each is safe to retry: changes have an idempotency key. */
export interface MispClient {
  registerMisp(
    fields: FieldsOf<'register-misp'>,
    options?: RegisterOptions,
  ): Promise<Result<AnswerOf<'register-misp'>>>;
  /** Approves or rejects. */
  processMispStatus(
    mispId: string,
    fields: FieldsOf<'process-misp-status'>,
    options?: ChangeOptions,
  ): Promise<Result<AnswerOf<'process-misp-status'>>>;
  updateMisp(
    mispId: string,
    fields: FieldsOf<'update-misp'>,
    options?: ChangeOptions,
  ): Promise<Result<AnswerOf<'update-misp'>>>;
  /** Activates or de-activates. */
  updateMispStatus(
    mispId: string,
    fields: FieldsOf<'update-misp-status'>,
    options?: ChangeOptions,
  ): Promise<Result<AnswerOf<'update-misp-status'>>>;
  /** The verdict on a key that does not work is also a success: look at `isActive` or `reason`. */
  validateLicenseKey(
    mispId: string,
    fields: FieldsOf<'validate-license-key'>,
    options?: CallOptions,
  ): Promise<Result<Verdict>>;
  updateLicenseKeyStatus(
    mispId: string,
    fields: FieldsOf<'update-license-key-status'>,
    options?: ChangeOptions,
  ): Promise<Result<AnswerOf<'update-license-key-status'>>>;
  rotateLicenseKey(
    mispId: string,
    fields: FieldsOf<'rotate-license-key'>,
    options?: ChangeOptions,
  ): Promise<Result<AnswerOf<'rotate-license-key'>>>;
  changeLicenseValidity(
    mispId: string,
    fields: FieldsOf<'change-license-validity'>,
    options?: ChangeOptions,
  ): Promise<Result<AnswerOf<'change-license-validity'>>>;
  downloadLicenseKey(mispId: string, options?: CallOptions): Promise<Result<AnswerOf<'download-license-key'>>>;
  getMisp(mispId: string, options?: CallOptions): Promise<Result<AnswerOf<'get-misp'>>>;
  /**
   * All MISPs, or those that match one filter. `limit` is the size of a page; with `cursor`, the list starts after an
   * earlier page.
   */
  listMisps(query?: QueryOf<'list-misps'>, options?: CallOptions): MispList;
  /**
   * MISPs by the start of their name.
   * @throws UnsendableError for a name that a path cannot hold, such as one with `/` or `?`: use `listMisps({ name })`.
   */
  findMispsByName(name: string, query?: QueryOf<'find-misps-by-name'>, options?: CallOptions): MispList;
}

/** Successes always come in MOSIP's envelope. */
const ACCEPT = 'application/problem+json, application/json;q=0.9';

/**
 * Creates a client of one deployment.
 * @throws TypeError if `baseUrl` is not an http(s) URL, or contains a user name.
 */
export function mispClient(options: ClientOptions): MispClient {
  const exchange = new Exchange(options);
  const api = createClient<paths>({ baseUrl: checkedUrl(options.baseUrl), headers: { accept: ACCEPT } });
  const over = ({ signal }: CallOptions) => ({
    fetch: async (request: Request) => {
      try {
        return await exchange.send(request, signal);
      } catch (reason) {
        throw new Ended(reason);
      }
    },
  });
  const result = <T>(answer: Promise<Answer<T>>, change?: { readonly header: ChangeHeaders }) =>
    resultOf(answer, change?.header, () => exchange.timing.now());
  const pathTo = (mispId: string) => ({ mispId: mispIdSegment(mispId) });
  const changing = (mispId: string, of: ChangeOptions) => ({ path: pathTo(mispId), header: headersOf(of) });

  return {
    registerMisp: async (request, of = {}) => {
      const params = { header: headersOf(of) };
      return result(api.POST('/misps', { params, body: { request }, ...over(of) }), params);
    },
    processMispStatus: async (mispId, request, of = {}) => {
      const params = changing(mispId, of);
      return result(api.PATCH('/misps/{mispId}/status', { params, body: { request }, ...over(of) }), params);
    },
    updateMisp: async (mispId, request, of = {}) => {
      const params = changing(mispId, of);
      return result(api.PUT('/misps/{mispId}', { params, body: { request }, ...over(of) }), params);
    },
    updateMispStatus: async (mispId, request, of = {}) => {
      const params = changing(mispId, of);
      return result(api.PATCH('/misps/{mispId}', { params, body: { request }, ...over(of) }), params);
    },
    validateLicenseKey: async (mispId, request, of = {}) => {
      const params = { path: pathTo(mispId) };
      return result(api.PATCH('/misps/{mispId}/licenseKey', { params, body: { request }, ...over(of) }));
    },
    updateLicenseKeyStatus: async (mispId, request, of = {}) => {
      const params = changing(mispId, of);
      return result(api.PUT('/misps/{mispId}/licenseKey', { params, body: { request }, ...over(of) }), params);
    },
    rotateLicenseKey: async (mispId, request, of = {}) => {
      const params = changing(mispId, of);
      return result(api.POST('/misps/{mispId}/licenseKey/rotate', { params, body: { request }, ...over(of) }), params);
    },
    changeLicenseValidity: async (mispId, request, of = {}) => {
      const params = changing(mispId, of);
      return result(api.PUT('/misps/{mispId}/licenseKey/validity', { params, body: { request }, ...over(of) }), params);
    },
    downloadLicenseKey: async (mispId, of = {}) =>
      result(api.GET('/misps/{mispId}/licenseKey', { params: { path: pathTo(mispId) }, ...over(of) })),
    getMisp: async (mispId, of = {}) =>
      result(api.GET('/misps/mispId/{mispId}', { params: { path: pathTo(mispId) }, ...over(of) })),
    listMisps: (query = {}, of = {}) => {
      const { cursor: start, ...filters } = listQuery(query);
      return mispList(
        async (cursor) => {
          const params = { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } };
          return result(pageOf(api.GET('/misps', { params, ...over(of) })));
        },
        start,
        of.signal,
      );
    },
    findMispsByName: (name, query = {}, of = {}) => {
      const path = { orgName: pathSegment('The name', name) };
      const { cursor: start, ...size } = listQuery(query);
      return mispList(
        async (cursor) => {
          const params = { path, query: { ...size, ...(cursor === undefined ? {} : { cursor }) } };
          return result(pageOf(api.GET('/misps/name/{orgName}', { params, ...over(of) })));
        },
        start,
        of.signal,
      );
    },
  };
}

function checkedUrl(baseUrl: string): string {
  const { protocol = '', username = '', password = '' } = URL.canParse(baseUrl) ? new URL(baseUrl) : {};
  // The platform would refuse a user name with a message that repeats the URL. Paths are added behind it.
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '' || /[\s?#]/.test(baseUrl)) {
    throw new TypeError(
      'baseUrl is an address that begins with http:// or https://, without a user name, white space, ? and #',
    );
  }
  return baseUrl;
}

/**
 * A copy of a list's parameters: the caller may change its own while the list is read.
 * @throws UnsendableError for a text that no query can hold.
 */
function listQuery<Q extends object>(query: Q): Q {
  if (Object.values(query).some((value) => typeof value === 'string' && /\p{Cs}/u.test(value))) {
    throw new UnsendableError('A parameter of the list has half a surrogate pair');
  }
  return { ...query };
}

interface ChangeHeaders {
  readonly 'Idempotency-Key': string;
  readonly 'If-Match'?: string;
}

/** Headers of a change. Generated before the first attempt, so each retry sends the same key. */
function headersOf({ idempotencyKey, ifMatch }: ChangeOptions): ChangeHeaders {
  // JavaScript may pass anything. A retry without a key could do everything twice, and a key of `false` would be the
  // same for every change.
  const key: unknown = idempotencyKey ?? drawnKey();
  if (typeof key !== 'string' || key.trim() === '') throw new TypeError('idempotencyKey is a text');
  const condition: unknown = typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch;
  // A result about no MISP has no entity tag. Without a condition the change would not be what was asked for.
  if (condition !== undefined && (typeof condition !== 'string' || condition.trim() === '')) {
    throw new TypeError('ifMatch is a version or an entity tag');
  }
  return { 'Idempotency-Key': key, ...(condition === undefined ? {} : { 'If-Match': condition }) };
}

/** 128 random bits. Not `randomUUID`, which pages without https do not have. */
const drawnKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Carries what a call ended with: openapi-fetch loses a reason that counts as false, such as that of `abort(null)`. */
class Ended {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** An answer of openapi-fetch. */
interface Answer<T> {
  readonly data?: { readonly response: T | null };
  readonly error?: unknown;
  readonly response: Response;
}

async function resultOf<T>(
  answer: Promise<Answer<T>>,
  change: ChangeHeaders | undefined,
  now: () => number,
): Promise<Result<T>> {
  const idempotencyKey = change?.['Idempotency-Key'] ?? null;
  try {
    const { data, error, response } = await answer;
    const isReplayed = response.headers.get('idempotency-replayed') === 'true';
    const value = data?.response;
    // Every answer of the service is an object.
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { ok: false, error: readError(response, data ?? error, now()), idempotencyKey, isReplayed };
    }
    const etag = response.headers.get('etag');
    return { ok: true, value, etag, requestId: requestIdOf(response), idempotencyKey, isReplayed };
  } catch (error) {
    const why = error instanceof Ended ? error.reason : error;
    if (!(why instanceof NoAnswer)) throw why;
    const { attempts, reason } = why;
    return { ok: false, error: { kind: 'unreachable', attempts, reason }, idempotencyKey, isReplayed: false };
  }
}

/** Converts the answer of a list to a page. */
async function pageOf(
  listed: Promise<
    Answer<readonly MispWithLicenses[]> & {
      readonly data?: { readonly metadata: { readonly nextCursor?: string | null } | null };
    }
  >,
): Promise<Answer<PageContent>> {
  const { data, error, response } = await listed;
  if (!Array.isArray(data?.response)) return { response, error: data ?? error };
  const nextCursor = data.metadata?.nextCursor || undefined;
  return { response, data: { response: { misps: data.response, nextCursor } } };
}
