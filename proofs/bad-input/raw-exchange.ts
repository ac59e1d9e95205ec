import { connect } from 'node:net';

/** A request as raw bytes: it need not be valid HTTP. */
export interface RawRequest {
  readonly method: string;
  /** The request target in the first line. */
  readonly target: string;
  /** Besides host, connection and length. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer | undefined;
  /** Whether the body is sent in chunks, without a length. */
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
 * Sends a request on a new connection and reads until the other side closes it.
 * @param timeoutMs the time limit for the answer.
 * @returns undefined without an answer in time.
 */
export function exchange(port: number, request: RawRequest, timeoutMs: number): Promise<RawAnswer | undefined> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const conclude = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parse(Buffer.concat(chunks), performance.now() - startedAt));
    };
    const timer = setTimeout(conclude, timeoutMs);
    socket.on('data', (chunk) => chunks.push(chunk));
    // The gateway may answer and close before it has read a body that is too large: the answer so far counts.
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
  // Skip an interim answer.
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
