import { Readable } from 'node:stream';
import type { HttpRequest, HttpResponse, MetadataBearer, MiddlewareStack, RequestHandler } from '@smithy/types';
import { isHttpRequest } from './is-http-request.ts';

interface HandlerOptions {
  readonly abortSignal?: AbortSignal;
  readonly requestTimeout?: number;
}

/** What of a client is used to connect it. */
interface Connecting<Input extends object, Output extends MetadataBearer> {
  readonly config: {
    readonly requestHandler: Pick<RequestHandler<HttpRequest, HttpResponse, HandlerOptions>, 'handle'>;
  };
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/** Where nothing answers, loading takes this much longer. */
const LIMIT_MS = 1000;

/**
 * Opens a client's connection while its function loads. Lambda gives a function whole processors then, and a share of one later: the
 * first request would wait long for its TLS handshake (docs/benchmarks.md, "Cold start"). Only an unsigned `GET /` goes over the wire.
 * The call that is sent for it runs through the whole of the client, which is slow at first too, and is answered here.
 *
 * Never rejects. Where nothing answers, the first request tries again and says what is wrong.
 * @param send sends a call; any that the client knows and that takes `{}` for an answer.
 */
export async function openConnection<Input extends object, Output extends MetadataBearer>(
  { config, middlewareStack }: Connecting<Input, Output>,
  send: () => Promise<unknown>,
): Promise<void> {
  const abortSignal = AbortSignal.timeout(LIMIT_MS);
  const name = 'openConnection';
  const connect = async (request: HttpRequest) => {
    // The signal has no effect once a connection has closed without an answer, as with status 101.
    const options = { abortSignal, requestTimeout: LIMIT_MS };
    const { response } = await config.requestHandler.handle(plainGet(request), options);
    // Read to its end: the connection is free for the first request only then.
    for await (const _ of response.body);
  };
  // Made once: the SDK's own retries only meet its failure again.
  let connection: Promise<void> | undefined;
  middlewareStack.add(
    () =>
      async ({ request }) => {
        if (!isHttpRequest(request)) throw new TypeError('No HTTP request');
        connection ??= connect(request);
        await connection;
        return { response: emptyAnswer() };
      },
    { step: 'deserialize', priority: 'low', name },
  );
  await send().catch(() => undefined);
  middlewareStack.remove(name);
}

/** Of the same service. */
function plainGet({ protocol, hostname, port, headers: { host = '' } }: HttpRequest): HttpRequest {
  return { protocol, hostname, ...(port === undefined ? {} : { port }), method: 'GET', path: '/', headers: { host } };
}

function emptyAnswer(): HttpResponse {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from('{}')]),
  };
}
