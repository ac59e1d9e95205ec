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
 * Whether an answer has no body. The services always send at least `{}`, so it comes from something in between. The SDK
 * takes it for an answer without fields: an item that does not exist.
 */
const isEmpty = (response: unknown): boolean =>
  Reflect.get(Object(Reflect.get(Object(response), 'headers')), 'content-length') === '0';

/**
 * Saves a client work that the SDK does for each call and no function needs: the logger, which filters each call's
 * input and output and writes nothing, and the user agent, which is rebuilt from parts that do not change. Before each
 * call, it makes the connection agent close stale connections. A call ends with the time limit in which it is sent. An
 * answer without a body becomes an error.
 */
export function streamline<Input extends object, Output extends MetadataBearer>(
  { config, middlewareStack }: Streamlined<Input, Output>,
  agent: FreshAgent,
): void {
  middlewareStack.remove('loggerMiddleware');
  middlewareStack.remove('getUserAgentMiddleware');
  const { requestHandler } = config;
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, options) => {
    const abortSignal = signalOfTimeLimit();
    return handle(request, abortSignal === undefined ? options : { ...options, abortSignal });
  };
  let userAgent: string | undefined;
  middlewareStack.add(
    (next) => async (args) => {
      agent.closeStale();
      userAgent ??= asHeader(await config.defaultUserAgentProvider());
      if (isHttpRequest(args.request)) args.request.headers['user-agent'] = userAgent;
      const result = await next(args);
      // With a code, like a connection that broke.
      if (isEmpty(result.response)) throw Object.assign(new Error('Nothing was answered'), { code: 'EMPTY_ANSWER' });
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
