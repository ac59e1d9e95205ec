import { randomUUID } from 'node:crypto';
import type { OperationName } from '../../functions/operations.ts';
import type { AnsweredInvocation } from '../../local/functions/invocation.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { median } from '../../test/support/statistics.ts';

/** No request may take more of the processor than so many ordinary refusals of its kind, in the same run. */
const BOUND = 20;
/** The costliest requests of each kind to each function, which are looked at again when all have been sent. */
const KEPT = 10;
/** How often one of them is repeated: its least time counts, so that no garbage collection and no busy neighbour does. */
const REPEATS = 5;
/** How often one that is over the bound, but by less than so many times. */
const REPEATS_NEAR_BOUND = 40;
const NEAR = 3;
const ORDINARY_REFUSALS = 60;
const ROTATION = 'rotate-license-key' satisfies OperationName;

/** How far a request came: to the authorizer, to a function that read it and turned it away, or to the store. */
const depths = ['token', 'input', 'store'] as const;
type Depth = (typeof depths)[number];

/** What counts of an event of the gateway. */
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

/** Each sends a plain request that is refused at this depth. */
export type Refusals = Readonly<Record<Depth, () => Promise<unknown>>>;

export interface JudgedTimes {
  /** In words, for the figures. */
  readonly figure: string;
  readonly violations: readonly string[];
}

/** Listens to what each request costs the function that serves it, and holds the costliest against ordinary refusals. */
export class ProcessorTime {
  readonly #costliest = new Map<string, Invocation[]>();
  #last: Invocation | undefined;

  /** For `LocalCloudOptions.onAnswer`. */
  readonly onAnswer = (functionName: string, { event: text, value, processorMs }: AnsweredInvocation): void => {
    const event = JSON.parse(text);
    // Streams and schedules invoke functions, too.
    if (event?.requestContext === undefined) return;
    const { statusCode, body } = JSON.parse(value);
    // A rotation that is carried out takes its time with the licences of the MISP, 50 at most, and not with what is sent.
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

  /** Judges what was listened to so far; to be called when nothing else is under way. */
  async judge(cloud: LocalCloud, refusals: Refusals): Promise<JudgedTimes> {
    const candidates = [...this.#costliest.values()].flat();
    const judged: JudgedTimes[] = [];
    for (const depth of depths) {
      const ordinary = await this.#ordinary(cloud, depth, refusals[depth]);
      const ofDepth = candidates.filter((one) => one.depth === depth);
      judged.push(await this.#hold(cloud, ofDepth, ordinary));
    }
    return {
      figure: judged.map(({ figure }, index) => `${depths[index]} ${figure}`).join(', '),
      violations: judged.flatMap(({ violations }) => violations),
    };
  }

  /** Holds requests against what an ordinary refusal takes; one violation for each function says enough. */
  async #hold(cloud: LocalCloud, candidates: readonly Invocation[], ordinary: number): Promise<JudgedTimes> {
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

  /** Repeats a request until it is well within the bound, or has been repeated often enough to tell. */
  async #leastTime(cloud: LocalCloud, one: Invocation, boundMs: number): Promise<number> {
    let least = one.processorMs;
    for (let time = 0; least > boundMs / 2; time += 1) {
      const isNear = least > boundMs && least < NEAR * boundMs;
      if (time >= (isNear ? REPEATS_NEAR_BOUND : REPEATS)) break;
      least = Math.min(least, (await this.#again(cloud, one)) ?? least);
    }
    return least;
  }

  /** What one refusal costs, among many alike. */
  async #ordinary(cloud: LocalCloud, depth: Depth, send: () => Promise<unknown>): Promise<number> {
    this.#last = undefined;
    await send();
    const refusal = this.#last as Invocation | undefined;
    if (refusal?.depth !== depth) throw new Error(`The ordinary refusal did not come as far as “${depth}”`);
    const taken: number[] = [];
    for (let time = 0; time < ORDINARY_REFUSALS; time += 1) taken.push((await this.#again(cloud, refusal)) ?? 0);
    return median(taken);
  }

  /** Sends a request once more. @returns its processor time; undefined when it was not answered. */
  async #again(cloud: LocalCloud, { functionName, event }: Invocation): Promise<number | undefined> {
    this.#last = undefined;
    // An id of its own: else the service would take it for the request that it has served already.
    const requestContext = { ...event.requestContext, requestId: randomUUID() };
    await cloud.invoke(functionName, { ...event, requestContext });
    return (this.#last as Invocation | undefined)?.processorMs;
  }
}

/** Where a request is long, and nothing of what it says. */
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
