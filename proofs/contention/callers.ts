import type { Event } from '../linearizability/history.ts';
import { type Obstacle, withObstacle } from '../model/obstacles.ts';
import type { Answered, Service } from '../model/proving-ground.ts';
import type { Asked } from '../model/reference/call.ts';

/** The code of a request that gave up: 503. */
export const UNAVAILABLE = 'PMS_COR_003';

/** The error code of an answer, or `success`. */
export const outcomeOf = ({ body }: Answered): string => body.errors[0]?.errorCode ?? 'success';

/** A field of an answer's response. */
export const fieldOf = ({ body: { response } }: Answered, field: string): unknown =>
  typeof response === 'object' && response !== null ? Reflect.get(response, field) : undefined;

/** Makes requests, each with its own reading of the clock, and records the answers. */
export class Callers {
  readonly events: Event[] = [];
  readonly #service: Service;
  #requests = 0;

  constructor(service: Service) {
    this.#service = service;
  }

  /** @param client the number of the caller. @param timeLeftMs of the function; by default as deployed. */
  async ask(client: number, asked: Asked, obstacle: Obstacle = {}, timeLeftMs?: number): Promise<Answered> {
    this.#requests += 1;
    const by = { userId: `caller-${client}`, userName: `Caller ${client}` };
    const call = { ...asked, by, at: Date.now(), requestId: `request-${this.#requests}` };
    const invokedAt = performance.now();
    const answered = await withObstacle(obstacle, () => this.#service.ask(call, timeLeftMs));
    const respondedAt = performance.now();
    const isKnown = answered.status < 500;
    this.events.push({
      ...{ client, call, invokedAt, respondedAt: isKnown ? respondedAt : Number.POSITIVE_INFINITY },
      ...(isKnown ? { answered } : { failedWith: answered.status }),
    });
    return answered;
  }
}
