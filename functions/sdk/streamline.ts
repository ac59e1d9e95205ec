import type { MetadataBearer, MiddlewareStack, UserAgent } from '@smithy/types';
import type { FreshAgent } from './fresh-agent.ts';
import { isHttpRequest } from './is-http-request.ts';

/** What `streamline` changes of a client. */
interface Streamlined<Input extends object, Output extends MetadataBearer> {
  readonly config: { readonly defaultUserAgentProvider: () => Promise<UserAgent> };
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/**
 * Spares a client what the SDK does for each call and no function needs: the logger, which filters each call's input and output and
 * writes nothing, and the user agent, put together again from parts that do not change. Has the agent close stale connections first.
 */
export function streamline<Input extends object, Output extends MetadataBearer>(
  { config, middlewareStack }: Streamlined<Input, Output>,
  agent: FreshAgent,
): void {
  middlewareStack.remove('loggerMiddleware');
  middlewareStack.remove('getUserAgentMiddleware');
  let userAgent: string | undefined;
  middlewareStack.add(
    (next) => async (args) => {
      agent.closeStale();
      userAgent ??= asHeader(await config.defaultUserAgentProvider());
      if (isHttpRequest(args.request)) args.request.headers['user-agent'] = userAgent;
      return next(args);
    },
    // Behind the retries: each of them may find other connections.
    { step: 'finalizeRequest', priority: 'low', name: 'freshConnection' },
  );
}

/** As the SDK writes it: `os/linux#6.1`, `ua/2.1`. */
function asHeader(userAgent: UserAgent): string {
  return userAgent
    .map(([name, version]) => (version === undefined ? name : `${name}${name.includes('/') ? '#' : '/'}${version}`))
    .join(' ');
}
