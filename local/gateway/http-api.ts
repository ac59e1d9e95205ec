import type { FunctionInvoker, InvocationResult } from '../functions/invocation.ts';
import { type GatewayAnswer, gatewayMessage } from './answer.ts';
import type { ApiDefinition } from './api-definition.ts';
import { GatewayAuthorizer } from './authorizer.ts';
import { type Cors, corsOf } from './cors.ts';
import { type AuthorizerContext, type EventContext, integrationEvent, newRequestId } from './event.ts';
import { answerOf } from './function-answer.ts';
import type { GatewayRequest } from './request.ts';
import { type Route, type RouteMatch, selectRoute } from './routes.ts';
import { TokenBucket } from './token-bucket.ts';

export interface HttpApiOptions {
  readonly invoker: FunctionInvoker;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/** An HTTP API: routes a request to its function and returns the answer. */
export class HttpApi {
  readonly #definition: ApiDefinition;
  readonly #invoker: FunctionInvoker;
  readonly #clock: () => number;
  readonly #cors: Cors;
  readonly #authorizers: ReadonlyMap<string, GatewayAuthorizer>;
  readonly #stageBucket: TokenBucket | undefined;
  readonly #routeBuckets: ReadonlyMap<string, TokenBucket>;

  constructor(definition: ApiDefinition, { invoker, clock = Date.now }: HttpApiOptions) {
    this.#definition = definition;
    this.#invoker = invoker;
    this.#clock = clock;
    this.#cors = corsOf(definition.cors);
    this.#authorizers = new Map(
      definition.authorizers.map((authorizer) => [authorizer.id, new GatewayAuthorizer(authorizer, invoker, clock)]),
    );
    this.#stageBucket = definition.throttling && new TokenBucket(definition.throttling, clock);
    this.#routeBuckets = new Map(
      [...definition.routeThrottling].map(([key, throttling]) => [key, new TokenBucket(throttling, clock)]),
    );
  }

  /** Never rejects because of the request or the function. */
  async answer(request: GatewayRequest): Promise<GatewayAnswer> {
    const requestId = newRequestId();
    const preflight = this.#cors.preflight(request);
    const answer = preflight ?? this.#cors.decorate(request, await this.#route(request, requestId));
    return { ...answer, headers: { ...answer.headers, 'apigw-requestid': requestId } };
  }

  async #route(request: GatewayRequest, requestId: string): Promise<GatewayAnswer> {
    const match = selectRoute(this.#definition.routes, request.method, request.path);
    if (match === undefined) return gatewayMessage(404);
    const bucket = this.#routeBuckets.get(match.route.key) ?? this.#stageBucket;
    if (bucket?.take() === false) return gatewayMessage(429);
    const { apiId, stageName } = this.#definition;
    const context = { apiId, stageName, requestId, timeEpoch: this.#clock() };
    const authorization = await this.#authorize(request, match, context);
    if ('refusal' in authorization) return authorization.refusal;
    const event = integrationEvent(request, match, context, authorization.context);
    const result = await this.#invoke(match.route, event);
    return result === undefined ? gatewayMessage(503) : answerToInvocation(result);
  }

  async #authorize(
    request: GatewayRequest,
    match: RouteMatch,
    context: EventContext,
  ): Promise<{ readonly context: AuthorizerContext | undefined } | { readonly refusal: GatewayAnswer }> {
    const { authorizerId } = match.route;
    if (authorizerId === undefined) return { context: undefined };
    const authorizer = this.#authorizers.get(authorizerId);
    // A route with a missing authorizer must not be open.
    return authorizer === undefined ? { refusal: gatewayMessage(500) } : authorizer.authorize(request, match, context);
  }

  /** Returns undefined if the function takes longer than the gateway waits. */
  async #invoke(route: Route, event: Record<string, unknown>): Promise<InvocationResult | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), route.timeoutMs);
    });
    const result = await Promise.race([this.#invoker.invoke(route.functionArn, event), tooLate]);
    clearTimeout(timer);
    return result;
  }
}

function answerToInvocation(result: InvocationResult): GatewayAnswer {
  if (result.ok) return answerOf(result.value);
  if (result.errorType === 'RequestEntityTooLargeException') return gatewayMessage(413);
  // Lambda throttled the invocation.
  if (result.errorType === 'TooManyRequestsException') return gatewayMessage(503);
  return gatewayMessage(500);
}
