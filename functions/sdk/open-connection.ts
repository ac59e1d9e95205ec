import type { HttpRequest, HttpResponse, MetadataBearer, MiddlewareStack, RequestHandler } from '@smithy/types';
import { isHttpRequest } from './is-http-request.ts';

interface HandlerOptions {
  readonly abortSignal?: AbortSignal;
  readonly requestTimeout?: number;
}

/** The parts of a client that are needed to connect it. */
interface Connecting<Input extends object, Output extends MetadataBearer> {
  readonly config: {
    readonly requestHandler: Pick<RequestHandler<HttpRequest, HttpResponse, HandlerOptions>, 'handle'>;
  };
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/** If nothing answers, loading takes this much longer. */
const LIMIT_MS = 1000;

/**
 * Opens a client's connection while its function loads. Lambda gives a function whole processors then, and later only a
 * share of one, with which the TLS handshake would take long (docs/benchmarks.md, "Cold start"). Only an unsigned
 * `GET /` goes over the wire. The call that `send` makes runs through the whole client, whose code is also slow at
 * first; it is answered here.
 *
 * Never rejects. If nothing answers, the first request tries again and says what is wrong.
 * @param send sends any call of the client that accepts `{}` as its answer.
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
    // The handler reads the answer to its end (`streamline.ts`): only then is the connection free for the first request.
    await config.requestHandler.handle(plainGet(request), options);
  };
  // Made once: if it fails, the SDK's own retries get the same failure.
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

/** An unsigned `GET /` to the same service. */
function plainGet({ protocol, hostname, port, headers: { host = '' } }: HttpRequest): HttpRequest {
  return { protocol, hostname, ...(port === undefined ? {} : { port }), method: 'GET', path: '/', headers: { host } };
}

function emptyAnswer(): HttpResponse {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from('{}'),
  };
}
