import { connect } from 'node:net';

/** A request as its bytes are sent: nothing of it needs to be what HTTP allows. */
export interface RawRequest {
  readonly method: string;
  /** The request target as it stands in the first line. */
  readonly target: string;
  /** Beside host, connection and length. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer | undefined;
  /** The body in chunks, in place of its length. */
  readonly isChunked?: boolean;
}

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ms: number;
}

/**
 * Sends a request on a connection of its own and reads until the other side closes it.
 * @param patienceMs how long an answer may take.
 * @returns undefined when none came in time, or none at all.
 */
export function exchange(port: number, request: RawRequest, patienceMs: number): Promise<RawAnswer | undefined> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const conclude = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parse(Buffer.concat(chunks), performance.now() - startedAt));
    };
    const timer = setTimeout(conclude, patienceMs);
    socket.on('data', (chunk) => chunks.push(chunk));
    // The gateway may answer and close before it has read all of what is too large: what came before counts.
    socket.on('error', conclude);
    socket.on('end', conclude);
    socket.write(bytesOf(port, request));
  });
}

function bytesOf(port: number, { method, target, headers, body, isChunked = false }: RawRequest): Buffer {
  const framing =
    body === undefined ? [] : [isChunked ? 'transfer-encoding: chunked' : `content-length: ${body.length}`];
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...framing,
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  if (body === undefined) return head;
  if (!isChunked) return Buffer.concat([head, body]);
  const first = body.subarray(0, body.length >> 1);
  const parts = [first, body.subarray(first.length)].filter((part) => part.length > 0);
  const chunked = parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
  return Buffer.concat([head, ...chunked, Buffer.from('0\r\n\r\n')]);
}

function parse(bytes: Buffer, ms: number): RawAnswer | undefined {
  // An interim answer says nothing yet.
  const text = bytes.toString('utf8').replace(/^HTTP\/1\.1 100 [^\r]*\r\n\r\n/, '');
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  if (status === undefined || end < 0) return undefined;
  const headers = text
    .slice(0, end)
    .split('\r\n')
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  return { status: Number(status), headers: Object.fromEntries(headers), body: text.slice(end + 4), ms };
}
