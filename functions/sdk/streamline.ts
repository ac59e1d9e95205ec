import { Readable } from 'node:stream';
import type {
  HttpRequest,
  HttpResponse,
  MetadataBearer,
  MiddlewareStack,
  RequestHandler,
  UserAgent,
} from '@smithy/types';
import type { FreshAgent } from './fresh-agent.ts';
import { isHttpRequest } from './is-http-request.ts';
import { signalOfTimeLimit } from './with-time-limit.ts';

interface HandlerOptions {
  readonly abortSignal?: AbortSignal;
}

/** The parts of a client that `streamline` changes. */
interface Streamlined<Input extends object, Output extends MetadataBearer> {
  readonly config: {
    readonly defaultUserAgentProvider: () => Promise<UserAgent>;
    readonly requestHandler: Pick<RequestHandler<HttpRequest, HttpResponse, HandlerOptions>, 'handle'>;
  };
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/**
 * Whether a body that was read to its end is a JSON object. The services always send at least `{}`. Anything else comes
 * from something in between, and the SDK takes it for an answer without fields: an item that does not exist.
 */
const isObject = (body: unknown): boolean =>
  body instanceof Uint8Array && body.find((byte) => byte > SPACE) === OPENING_BRACE;
const [SPACE, OPENING_BRACE] = [0x20, 0x7b];

/** Reads a body to its end. @throws the error of the connection if it breaks off. */
function readWhole(body: Readable): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    body.on('data', (part: Uint8Array) => parts.push(part));
    body.once('end', () => resolve(Buffer.concat(parts)));
    body.once('error', reject);
  });
}

/**
 * Saves a client work that the SDK does for each call and no function needs: the logger, which filters each call's
 * input and output and writes nothing, and the user agent, which is rebuilt from parts that do not change. Before each
 * call, it makes the connection agent close stale connections. A call ends with the time limit in which it is sent. An
 * answer that is no JSON object becomes an error.
 */
export function streamline<Input extends object, Output extends MetadataBearer>(
  { config, middlewareStack }: Streamlined<Input, Output>,
  agent: FreshAgent,
): void {
  middlewareStack.remove('loggerMiddleware');
  middlewareStack.remove('getUserAgentMiddleware');
  const { requestHandler } = config;
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = async (request, options) => {
    const abortSignal = signalOfTimeLimit();
    const answer = await handle(request, abortSignal === undefined ? options : { ...options, abortSignal });
    const { response } = answer;
    if (response.body instanceof Readable) response.body = await readWhole(response.body);
    return answer;
  };
  let userAgent: string | undefined;
  middlewareStack.add(
    (next) => async (args) => {
      agent.closeStale();
      userAgent ??= asHeader(await config.defaultUserAgentProvider());
      if (isHttpRequest(args.request)) args.request.headers['user-agent'] = userAgent;
      const result = await next(args);
      // With a code, like a connection that broke.
      if (!isObject(Reflect.get(Object(result.response), 'body'))) {
        throw Object.assign(new Error('Nothing was answered'), { code: 'EMPTY_ANSWER' });
      }
      return result;
    },
    // After the retries in the chain, so it runs for each: each may find other connections.
    { step: 'finalizeRequest', priority: 'low', name: 'freshConnection' },
  );
}

/** As the SDK writes it: `os/linux#6.1`, `ua/2.1`. */
function asHeader(userAgent: UserAgent): string {
  return userAgent
    .map(([name, version]) => (version === undefined ? name : `${name}${name.includes('/') ? '#' : '/'}${version}`))
    .join(' ');
}
