import type { IncomingMessage } from 'node:http';
import type { GatewayAnswer } from './answer.ts';
import { gatewayMessage } from './answer.ts';

/** A parsed request, before routing. */
export interface GatewayRequest {
  readonly method: string;
  /** Decoded, as in HTTP APIs. */
  readonly path: string;
  /** As sent, without the `?`. */
  readonly rawQueryString: string;
  /** Decoded, in the order sent. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Names in lower case, repeated headers joined by commas, without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** Each `name=value`. */
  readonly cookies: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** For example `HTTP/1.1`. */
  readonly protocol: string;
}

/** Request line and headers together; more gets a 431. */
const HEADER_LIMIT_BYTES = 10_240;
/** The body; more gets a 413. */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
/** A body beyond this is not read to its end. */
const READ_LIMIT_BYTES = 64 * 1024 * 1024;
/** Hop-by-hop headers, which a gateway does not forward. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Reads a request.
 * @returns the request, or the gateway's answer if it is too large or cannot be decoded.
 */
export async function readRequest(message: IncomingMessage): Promise<GatewayRequest | GatewayAnswer> {
  const body = await readBody(message);
  if (headerBytes(message) > HEADER_LIMIT_BYTES) return gatewayMessage(431);
  if (body === 'too large') return gatewayMessage(413);
  const [encodedPath = '', rawQueryString = ''] = splitTarget(message.url ?? '/');
  const path = decode(encodedPath);
  const query = readQuery(rawQueryString);
  if (path === undefined || query === undefined) return gatewayMessage(400);
  return {
    method: message.method ?? 'GET',
    // HTTP APIs cut the decoded path at a question mark. Here it can only be one that was sent encoded.
    path: path.split('?', 1)[0] ?? '',
    rawQueryString,
    query,
    headers: readHeaders(message, body.length),
    cookies: (message.headers.cookie ?? '').split(/;\s*/).filter((cookie) => cookie !== ''),
    body,
    sourceIp: message.socket.remoteAddress ?? '127.0.0.1',
    protocol: `HTTP/${message.httpVersion}`,
  };
}

function headerBytes(message: IncomingMessage): number {
  const requestLine = `${message.method} ${message.url} HTTP/${message.httpVersion}`;
  return message.rawHeaders.reduce((bytes, text) => bytes + text.length, requestLine.length);
}

async function readBody(message: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += chunk.length;
    if (bytes <= BODY_LIMIT_BYTES) chunks.push(chunk);
    // Reads a body that is too large to its end, because a caller that is still sending would not see the answer.
    if (bytes > READ_LIMIT_BYTES) break;
  }
  return bytes > BODY_LIMIT_BYTES ? 'too large' : Buffer.concat(chunks);
}

/** Splits a request target into path and query. A target meant for a proxy also has a scheme and a host. */
function splitTarget(target: string): readonly string[] {
  const path = target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = path.indexOf('?');
  return mark < 0 ? [path] : [path.slice(0, mark), path.slice(mark + 1)];
}

function readQuery(rawQueryString: string): (readonly [string, string])[] | undefined {
  const pairs = rawQueryString.split('&').filter((pair) => pair !== '');
  const decoded = pairs.map((pair) => {
    const [name = '', ...value] = pair.replaceAll('+', ' ').split('=');
    return [decode(name), decode(value.join('='))] as const;
  });
  const complete = decoded.flatMap(([name, value]) =>
    name === undefined || value === undefined ? [] : [[name, value] as const],
  );
  return complete.length === decoded.length ? complete : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The request's headers plus those that the gateway adds. */
function readHeaders(message: IncomingMessage, bodyBytes: number): Record<string, string> {
  const own = Object.entries(message.headersDistinct).flatMap(([name, values]) =>
    values === undefined || name === 'cookie' || HOP_BY_HOP.has(name) ? [] : [[name, values.join(',')] as const],
  );
  const headers = Object.fromEntries(own);
  const forwarded = message.socket.remoteAddress ?? '127.0.0.1';
  const earlier = headers['x-forwarded-for'];
  return {
    ...headers,
    'content-length': String(bodyBytes),
    'x-forwarded-for': earlier === undefined ? forwarded : `${earlier}, ${forwarded}`,
    'x-forwarded-port': String(message.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
}
