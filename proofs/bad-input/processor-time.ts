import { randomUUID } from 'node:crypto';
import type { OperationName } from '../../functions/operations.ts';
import type { AnsweredInvocation } from '../../local/functions/invocation.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { median } from '../../test/support/statistics.ts';

/** No request may take more processor time than this many ordinary refusals of its kind in the same run. */
const BOUND = 20;
/** This many of the costliest requests of each kind and function are measured again after the run. */
const KEPT = 10;
/**
 * At most this many repeats of each such request. The least time counts, to exclude garbage collections and other load.
 */
const REPEATS = 5;
/** At most this many repeats of a request that is over the bound, but below `NEAR` times the bound. */
const REPEATS_NEAR_BOUND = 40;
const NEAR = 3;
const ORDINARY_REFUSALS = 60;
const ROTATION = 'rotate-license-key' satisfies OperationName;

/** How far a request came: to the authorizer, to the checks of its input, or to the store. */
const depths = ['token', 'input', 'store'] as const;
type Depth = (typeof depths)[number];

/** The fields used of a gateway event. */
interface GatewayEvent {
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: object;
  readonly body?: string;
}

interface Invocation {
  readonly functionName: string;
  readonly event: GatewayEvent;
  readonly depth: Depth;
  readonly processorMs: number;
}

/** Each function sends a plain request that is refused at this depth. */
export type Refusals = Readonly<Record<Depth, () => Promise<unknown>>>;

export interface JudgedTimes {
  /** As text, for the figures. */
  readonly figure: string;
  readonly violations: readonly string[];
}

/** Records what each request costs its function, and compares the costliest with ordinary refusals. */
export class ProcessorTime {
  readonly #costliest = new Map<string, Invocation[]>();
  #last: Invocation | undefined;

  /** For `LocalCloudOptions.onAnswer`. */
  readonly onAnswer = (functionName: string, { event: text, value, processorMs }: AnsweredInvocation): void => {
    const event = JSON.parse(text);
    // Streams and schedules also invoke functions.
    if (event?.requestContext === undefined) return;
    const { statusCode, body } = JSON.parse(value);
    // The time of a successful rotation depends on the number of licences, at most 50, and not on the input.
    if (functionName.endsWith(ROTATION) && JSON.parse(body).errors?.length === 0) return;
    const depth = statusCode === undefined ? 'token' : statusCode === 400 ? 'input' : 'store';
    const invocation: Invocation = { functionName, event, depth, processorMs };
    this.#last = invocation;
    const kept = this.#costliest.get(`${functionName} ${depth}`) ?? [];
    this.#costliest.set(`${functionName} ${depth}`, kept);
    if (kept.length === KEPT && kept.at(-1)!.processorMs >= processorMs) return;
    kept.push(invocation);
    kept.sort((one, other) => other.processorMs - one.processorMs);
    kept.length = Math.min(kept.length, KEPT);
  };

  /** Checks what was recorded so far. Call it when no request is under way. */
  async judge(cloud: LocalCloud, refusals: Refusals): Promise<JudgedTimes> {
    const candidates = [...this.#costliest.values()].flat();
    const judged: JudgedTimes[] = [];
    for (const depth of depths) {
      const ordinary = await this.#ordinary(cloud, depth, refusals[depth]);
      const ofDepth = candidates.filter((one) => one.depth === depth);
      judged.push(await this.#compare(cloud, ofDepth, ordinary));
    }
    return {
      figure: judged.map(({ figure }, index) => `${depths[index]} ${figure}`).join(', '),
      violations: judged.flatMap(({ violations }) => violations),
    };
  }

  /** Compares requests with an ordinary refusal. One violation a function is enough. */
  async #compare(cloud: LocalCloud, candidates: readonly Invocation[], ordinary: number): Promise<JudgedTimes> {
    let worst = 0;
    const violations = new Map<string, string>();
    for (const one of candidates) {
      if (violations.has(one.functionName)) continue;
      const least = await this.#leastTime(cloud, one, BOUND * ordinary);
      worst = Math.max(worst, least);
      if (least > BOUND * ordinary) {
        const times = `${least.toFixed(1)} ms, ${(least / ordinary).toFixed(0)} times an ordinary refusal`;
        const what = `Too much of the processor: ${times}, by ${one.functionName} for ${kindOf(one.event)}`;
        violations.set(one.functionName, what);
      }
    }
    return {
      figure: `${ordinary.toFixed(2)} ms, costliest ${(worst / ordinary).toFixed(1)} times as much`,
      violations: [...violations.values()],
    };
  }

  /** Repeats a request until its time is well within the bound, or the repeats are used up. */
  async #leastTime(cloud: LocalCloud, one: Invocation, boundMs: number): Promise<number> {
    let least = one.processorMs;
    for (let time = 0; least > boundMs / 2; time += 1) {
      const isNear = least > boundMs && least < NEAR * boundMs;
      if (time >= (isNear ? REPEATS_NEAR_BOUND : REPEATS)) break;
      least = Math.min(least, (await this.#again(cloud, one)) ?? least);
    }
    return least;
  }

  /** The cost of one refusal, measured over many. */
  async #ordinary(cloud: LocalCloud, depth: Depth, send: () => Promise<unknown>): Promise<number> {
    this.#last = undefined;
    await send();
    const refusal = this.#last as Invocation | undefined;
    if (refusal?.depth !== depth) throw new Error(`The ordinary refusal did not reach “${depth}”`);
    const taken: number[] = [];
    for (let time = 0; time < ORDINARY_REFUSALS; time += 1) taken.push((await this.#again(cloud, refusal)) ?? 0);
    return median(taken);
  }

  /** Sends a request again. @returns its processor time; undefined if there was no answer. */
  async #again(cloud: LocalCloud, { functionName, event }: Invocation): Promise<number | undefined> {
    this.#last = undefined;
    // A new id, or the service would take it for the request that it has served already.
    const requestContext = { ...event.requestContext, requestId: randomUUID() };
    await cloud.invoke(functionName, { ...event, requestContext });
    return (this.#last as Invocation | undefined)?.processorMs;
  }
}

/** Which part of a request is long, without its content. */
function kindOf({ routeKey, rawPath, rawQueryString, cookies = [], headers, body = '' }: GatewayEvent): string {
  const lengths = Object.entries({
    path: rawPath,
    query: rawQueryString,
    cookies: cookies.join(),
    headers: Object.values(headers).join(),
    body,
  }).map(([name, text]) => `${name} ${text.length}`);
  return `${routeKey} (characters: ${lengths.join(', ')})`;
}
