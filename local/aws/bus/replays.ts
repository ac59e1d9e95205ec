import * as z from 'zod/mini';
import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { Resource, RunnableTemplate } from '../../template/resources.ts';
import type { ServiceCall } from '../admission.ts';
import type { EventBus, EventsAnswer } from './event-bus.ts';

// Strict: a setting that is not emulated is an error, not ignored.
const byArchive = z.strictObject({ ArchiveName: z.string() });
const byBus = z.strictObject({ Name: z.string() });
const byRule = z.strictObject({ Name: z.string(), EventBusName: z._default(z.string(), 'default') });
const byReplay = z.strictObject({ ReplayName: z.string() });
const starting = z.strictObject({
  ReplayName: z.string().check(z.regex(/^[.\-_A-Za-z0-9]{1,64}$/)),
  Description: z.optional(z.string()),
  EventSourceArn: z.string(),
  /** Seconds since 1970. */
  EventStartTime: z.number(),
  EventEndTime: z.number(),
  Destination: z.strictObject({ Arn: z.string(), FilterArns: z.optional(z.array(z.string())) }),
});
type Order = z.infer<typeof starting>;

interface Replay {
  readonly order: Order;
  readonly startedAt: number;
  /** When it ended, and the time of its last event; undefined while it runs. */
  end?: { readonly at: number; readonly lastEvent: number | undefined };
}

/** An error answer of EventBridge. */
class ReplayError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The EventBridge actions of an operator: describe rules and archives, start a replay and follow it. */
export class Replays {
  readonly #template: RunnableTemplate;
  readonly #bus: EventBus;
  readonly #clock: () => number;
  readonly #replays = new Map<string, Replay>();
  readonly #actions: Readonly<Record<string, (input: unknown) => object>> = {
    DescribeArchive: (input) => {
      const { ArchiveName } = z.parse(byArchive, input);
      const archive = this.#bus.archives().find(({ name }) => name === ArchiveName);
      if (archive === undefined) throw notFound(`Archive ${ArchiveName}`);
      const { arn: ArchiveArn, busArn: EventSourceArn, events } = archive;
      return { ArchiveName, ArchiveArn, EventSourceArn, State: 'ENABLED', EventCount: events.length };
    },
    DescribeEventBus: (input) => {
      const { Name } = z.parse(byBus, input);
      return { Name, Arn: this.#resource('AWS::Events::EventBus', `event-bus/${Name}`).arn };
    },
    DescribeRule: (input) => {
      const { Name, EventBusName } = z.parse(byRule, input);
      const path = EventBusName === 'default' ? Name : `${EventBusName}/${Name}`;
      const { arn: Arn, properties } = this.#resource('AWS::Events::Rule', `rule/${path}`);
      return { Name, EventBusName, Arn, State: properties.State ?? 'ENABLED' };
    },
    StartReplay: (input) => this.#start(z.parse(starting, input)),
    DescribeReplay: (input) => this.#describe(z.parse(byReplay, input).ReplayName),
  };

  /** @param clock milliseconds since 1970. */
  constructor(template: RunnableTemplate, bus: EventBus, clock: () => number) {
    this.#template = template;
    this.#bus = bus;
    this.#clock = clock;
  }

  /** @returns undefined if the action is not emulated. */
  answer({ action, input }: ServiceCall): EventsAnswer | undefined {
    const execute = this.#actions[action];
    if (execute === undefined) return undefined;
    try {
      return { status: 200, body: { ...execute(input) } };
    } catch (error) {
      if (error instanceof ReplayError) return failure(error.code, error.message);
      if (error instanceof z.core.$ZodError) return failure('ValidationException', z.prettifyError(error));
      throw error;
    }
  }

  #start(order: Order): object {
    const archive = this.#bus.archives().find(({ arn }) => arn === order.EventSourceArn);
    if (archive === undefined) throw notFound(`Archive ${order.EventSourceArn}`);
    if (this.#replays.has(order.ReplayName)) {
      throw new ReplayError('ResourceAlreadyExistsException', `Replay ${order.ReplayName} already exists.`);
    }
    if (order.Destination.Arn !== archive.busArn) throw invalid('Cross event bus replay is not permitted.');
    if (order.EventStartTime >= order.EventEndTime) throw invalid('EventStartTime must be before EventEndTime.');
    const replay: Replay = { order, startedAt: this.#clock() };
    this.#replays.set(order.ReplayName, replay);
    // AWS's documentation does not say whether the two limits are inclusive.
    const events = archive.events.filter(({ time }) => {
      const seconds = Date.parse(time) / 1000;
      return seconds >= order.EventStartTime && seconds < order.EventEndTime;
    });
    const last = events.at(-1)?.time;
    const lastEvent = last === undefined ? undefined : Date.parse(last) / 1000;
    void this.#bus.replay(events, { name: order.ReplayName, ruleArns: order.Destination.FilterArns }).then(() => {
      replay.end = { at: this.#clock(), lastEvent };
    });
    return { ReplayArn: arnOf(order), State: 'STARTING', ReplayStartTime: replay.startedAt / 1000 };
  }

  #describe(name: string): object {
    const replay = this.#replays.get(name);
    if (replay === undefined) throw notFound(`Replay ${name}`);
    const { order, startedAt, end } = replay;
    return {
      ...order,
      ReplayArn: arnOf(order),
      ReplayStartTime: startedAt / 1000,
      State: end === undefined ? 'RUNNING' : 'COMPLETED',
      ...(end && { ReplayEndTime: end.at / 1000, EventLastReplayedTime: end.lastEvent }),
    };
  }

  /** Finds a resource by the end of its ARN. */
  #resource(type: string, end: string): Resource {
    const found = this.#template.ofType(type).find(({ arn }) => arn?.endsWith(`:${end}`));
    if (found === undefined) throw notFound(end);
    return found;
  }
}

function arnOf({ ReplayName }: Order): string {
  return `arn:aws:events:${region}:${accountId}:replay/${ReplayName}`;
}

function failure(code: string, message: string): EventsAnswer {
  return { status: 400, body: { __type: code, message } };
}

function notFound(what: string): ReplayError {
  return new ReplayError('ResourceNotFoundException', `${what} does not exist.`);
}

function invalid(reason: string): ReplayError {
  return new ReplayError('ValidationException', reason);
}
