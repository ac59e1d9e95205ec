import type { IncomingMessage } from 'node:http';
import type { GatewayAnswer } from './answer.ts';
import { gatewayMessage } from './answer.ts';

/** A request as the gateway sees it, before it knows the route. */
export interface GatewayRequest {
  readonly method: string;
  /** Decoded, as HTTP APIs hand it over. */
  readonly path: string;
  /** As it was sent, without the `?`. */
  readonly rawQueryString: string;
  /** Decoded, in the order of the request. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Names in lower case, several of one name joined by commas; without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** Each `name=value`. */
  readonly cookies: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** For example `HTTP/1.1`. */
  readonly protocol: string;
}

/** Request line and headers together; more is answered with 431. */
const HEADER_LIMIT_BYTES = 10_240;
/** The body; more is answered with 413. */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
/** A body that goes on beyond this is not waited for. */
const PATIENCE_BYTES = 64 * 1024 * 1024;
/** Headers between this hop and the last, which a gateway does not pass on. */
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
 * @returns the request, or the answer when the gateway turns it away: too large, or not decodable.
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
    // HTTP APIs cut the decoded path at a question mark, which then cannot have been the start of the query.
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
    // What is too large is read to its end and dropped: a caller that is still sending would not see the answer.
    if (bytes > PATIENCE_BYTES) break;
  }
  return bytes > BODY_LIMIT_BYTES ? 'too large' : Buffer.concat(chunks);
}

/** A request target is a path, or a whole address when it was meant for a proxy. */
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

/** The request's headers and those that the gateway adds. */
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
