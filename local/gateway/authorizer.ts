import type { FunctionInvoker } from '../functions/invocation.ts';
import { isRecord } from '../template/json-values.ts';
import { type GatewayAnswer, gatewayMessage } from './answer.ts';
import type { AuthorizerDefinition } from './api-definition.ts';
import { type AuthorizerContext, authorizerEvent, type EventContext } from './event.ts';
import type { GatewayRequest } from './request.ts';
import type { RouteMatch } from './routes.ts';

/** How long HTTP APIs wait for an authorizer. */
const TIMEOUT_MS = 10_000;
/** Beyond this number, the oldest answers are dropped. */
const ANSWERS_KEPT = 10_000;

interface Verdict {
  readonly isAuthorized: boolean;
  readonly context: AuthorizerContext;
}

/** Asks a Lambda authorizer whether a request may pass, and caches its answers as API Gateway does. */
export class GatewayAuthorizer {
  readonly #definition: AuthorizerDefinition;
  readonly #invoker: FunctionInvoker;
  readonly #clock: () => number;
  readonly #kept = new Map<string, { readonly verdict: Verdict; readonly until: number }>();

  /** @param clock milliseconds. */
  constructor(definition: AuthorizerDefinition, invoker: FunctionInvoker, clock: () => number) {
    this.#definition = definition;
    this.#invoker = invoker;
    this.#clock = clock;
  }

  /** Returns the authorizer's context for the function, or the gateway's answer if the request may not pass. */
  async authorize(
    request: GatewayRequest,
    match: RouteMatch,
    context: EventContext,
  ): Promise<{ readonly context: AuthorizerContext } | { readonly refusal: GatewayAnswer }> {
    const identity = this.#definition.identitySources.map((source) => source.read(request));
    // Without a complete identity, the gateway refuses without asking the authorizer.
    const complete = identity.filter((value) => value !== undefined && value !== '');
    if (complete.length < identity.length) return { refusal: gatewayMessage(401) };
    const key = JSON.stringify(complete);
    const verdict =
      this.#recall(key) ?? (await this.#ask(authorizerEvent(request, match, context, complete.map(String))));
    if (verdict === undefined) return { refusal: gatewayMessage(500) };
    this.#keep(key, verdict);
    return verdict.isAuthorized ? { context: verdict.context } : { refusal: gatewayMessage(403) };
  }

  async #ask(event: Record<string, unknown>): Promise<Verdict | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), TIMEOUT_MS);
    });
    const result = await Promise.race([this.#invoker.invoke(this.#definition.functionArn, event), tooLate]);
    clearTimeout(timer);
    if (result === undefined || !result.ok || !isRecord(result.value)) return undefined;
    const { isAuthorized, context } = result.value;
    if (typeof isAuthorized !== 'boolean') return undefined;
    return { isAuthorized, context: isRecord(context) ? context : {} };
  }

  #recall(key: string): Verdict | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.until <= this.#clock()) return undefined;
    return kept.verdict;
  }

  #keep(key: string, verdict: Verdict): void {
    const { cacheMs } = this.#definition;
    const now = this.#clock();
    const known = this.#kept.get(key);
    if (cacheMs === 0 || (known !== undefined && known.until > now)) return;
    this.#kept.delete(key);
    this.#kept.set(key, { verdict, until: now + cacheMs });
    if (this.#kept.size > ANSWERS_KEPT) {
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    }
  }
}
