/** A raw answer of the service. */
export interface ServiceAnswer {
  readonly status: number;
  /** The gateway's request id, as in the audit records. */
  readonly requestId: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Where to send the token, by the deployment's `tokenSource`. */
export type TokenPlace = 'header' | 'cookie';

/** Calls a deployment of the service. */
export class ServiceClient {
  readonly #baseUrl: string;
  readonly #token: string;
  readonly #place: TokenPlace;

  /** @param baseUrl the stack's output `ApiUrl`, which includes the base path. */
  constructor(baseUrl: string, token: string, place: TokenPlace) {
    this.#baseUrl = baseUrl.replace(/\/$/, '');
    this.#token = token;
    this.#place = place;
  }

  /** A client of the same deployment with another token or place. */
  with(change: { readonly token?: string; readonly place?: TokenPlace }): ServiceClient {
    return new ServiceClient(this.#baseUrl, change.token ?? this.#token, change.place ?? this.#place);
  }

  /**
   * Sends a request. An empty token sends none.
   * @param path after the base path.
   * @param fields the envelope's `request`; none for a GET.
   */
  async send(
    method: string,
    path: string,
    fields?: Readonly<Record<string, unknown>>,
    contentType = 'application/json',
  ): Promise<ServiceAnswer> {
    const authorization: Record<string, string> =
      this.#token === ''
        ? {}
        : this.#place === 'header'
          ? { authorization: `Bearer ${this.#token}` }
          : { cookie: `Authorization=${this.#token}` };
    const answer = await fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: { ...authorization, ...(fields === undefined ? {} : { 'content-type': contentType }) },
      ...(fields === undefined ? {} : { body: JSON.stringify({ request: fields }) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      requestId: answer.headers.get('apigw-requestid') ?? '',
      headers: answer.headers,
      body: parsed(text),
    };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value inside an answer, by its path; undefined if there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** Like `at`, as a string; empty if there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  return String(at(value, ...path) ?? '');
}
