import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { FunctionInvoker, InvocationResult } from '../functions/invocation.ts';
import type { Resource, RunnableTemplate } from '../template/resources.ts';
import { ignored, readProperties } from './resource-properties.ts';

/** A schedule that invokes a function at a fixed rate. */
export interface Schedule {
  /** The logical id in the template. */
  readonly id: string;
  readonly functionArn: string;
  /** Milliseconds. */
  readonly interval: number;
  /** The event of a run at `time`, in milliseconds since 1970. */
  eventAt(time: number): unknown;
}

const target = z.object({
  Arn: z.string(),
  Input: z.optional(z.string()),
  InputPath: z.optional(z.never()),
  InputTransformer: z.optional(z.never()),
});
const scheduleProperties = z.object({
  ScheduleExpression: z.string(),
  State: z.optional(z.string()),
  Target: target,
  FlexibleTimeWindow: ignored,
});
const ruleProperties = z.object({
  ScheduleExpression: z.optional(z.string()),
  State: z.optional(z.string()),
  Targets: z._default(z.array(target), []),
});

/** In events of EventBridge Scheduler the detail is a string, in those of rules an object. */
const origins = {
  scheduler: { source: 'aws.scheduler', detail: '{}' },
  rule: { source: 'aws.events', detail: {} },
} as const;

/**
 * Reads `AWS::Scheduler::Schedule` and scheduled rules, except disabled ones.
 * @throws Error naming one with an expression that is not a rate, or a target that is not a function of the template.
 */
export function readSchedules(template: RunnableTemplate): readonly Schedule[] {
  const schedules = template.ofType('AWS::Scheduler::Schedule').flatMap((resource) => {
    const { ScheduleExpression: rate, State: state, Target } = readProperties(resource, scheduleProperties);
    return state === 'DISABLED' ? [] : [scheduleOf(resource, rate, Target, 'scheduler', template)];
  });
  const rules = template.ofType('AWS::Events::Rule').flatMap((resource) => {
    // `readBusRules` reads the other rules.
    if (resource.properties.ScheduleExpression === undefined) return [];
    const { ScheduleExpression: rate = '', State: state, Targets } = readProperties(resource, ruleProperties);
    return state === 'DISABLED' ? [] : Targets.map((entry) => scheduleOf(resource, rate, entry, 'rule', template));
  });
  return [...schedules, ...rules];
}

function scheduleOf(
  resource: Resource,
  expression: string,
  { Arn: functionArn, Input: input }: z.infer<typeof target>,
  origin: keyof typeof origins,
  template: RunnableTemplate,
): Schedule {
  if (template.byArn(functionArn).type !== 'AWS::Lambda::Function') {
    throw new Error(`${resource.type} ${resource.logicalId}: ${functionArn} is not a function`);
  }
  const own = resource.arn ?? '';
  const [, , , region, account] = own.split(':');
  return {
    id: resource.logicalId,
    functionArn,
    interval: intervalOf(expression, resource),
    eventAt: (milliseconds) => {
      if (input !== undefined) return JSON.parse(input);
      const time = new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
      const { source, detail } = origins[origin];
      const common = {
        version: '0',
        id: randomUUID(),
        'detail-type': 'Scheduled Event',
        source,
        account,
        time,
        region,
      };
      return { ...common, resources: [own], detail };
    },
  };
}

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function intervalOf(expression: string, resource: Resource): number {
  const [, value, unit = ''] = /^rate\(([1-9]\d{0,5}) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const length = units[unit];
  if (length === undefined) {
    throw new Error(`${resource.type} ${resource.logicalId}: ${expression} is not emulated; only rate(…) is`);
  }
  return Number(value) * length;
}

/** A timer runs 24 days at most. */
const longestTimer = 2 ** 31 - 1;

interface DueSchedule extends Schedule {
  /** When it runs next, in milliseconds since 1970. */
  due: number;
  timer?: NodeJS.Timeout;
}

/** Runs schedules. */
export class Schedules {
  readonly #schedules: readonly DueSchedule[];
  readonly #invoker: FunctionInvoker;
  readonly #clock: () => number;
  readonly #onProblem: (text: string) => void;

  /**
   * Starts the schedules; the first run of each is one interval from now. Runs may overlap, as on AWS. A failed run is
   * only reported. On AWS, Lambda retries twice by default, but the stack sets no retries.
   * @param clock milliseconds since 1970.
   */
  constructor(
    schedules: readonly Schedule[],
    invoker: FunctionInvoker,
    clock: () => number,
    onProblem: (text: string) => void,
  ) {
    this.#invoker = invoker;
    this.#clock = clock;
    this.#onProblem = onProblem;
    this.#schedules = schedules.map((schedule) => ({ ...schedule, due: clock() + schedule.interval }));
    for (const schedule of this.#schedules) this.#wait(schedule);
  }

  get all(): readonly Schedule[] {
    return this.#schedules;
  }

  /**
   * Runs a schedule now, in addition to its usual times.
   * @param name the schedule's logical id, or the ARN of its function.
   * @returns the function's result. @throws Error if there is no such schedule.
   */
  async runNow(name: string): Promise<InvocationResult> {
    const schedule = this.#schedules.find(({ id, functionArn }) => id === name || functionArn === name);
    if (schedule === undefined) throw new Error(`There is no schedule ${name}`);
    return this.#invoker.invoke(schedule.functionArn, schedule.eventAt(this.#clock()));
  }

  /** Call it after a jump of the clock. Each schedule that became due runs now, once. */
  clockMoved(): void {
    for (const schedule of this.#schedules) this.#wait(schedule);
  }

  stop(): void {
    for (const { timer } of this.#schedules) clearTimeout(timer);
  }

  #wait(schedule: DueSchedule): void {
    clearTimeout(schedule.timer);
    if (schedule.due <= this.#clock()) {
      schedule.due = this.#clock() + schedule.interval;
      void this.#run(schedule);
    }
    const left = Math.min(schedule.due - this.#clock(), longestTimer);
    schedule.timer = setTimeout(() => this.#wait(schedule), left).unref();
  }

  async #run(schedule: Schedule): Promise<void> {
    try {
      const result = await this.#invoker.invoke(schedule.functionArn, schedule.eventAt(this.#clock()));
      if (!result.ok) this.#onProblem(`${schedule.id}: ${result.errorType}: ${result.errorMessage}`);
    } catch (error) {
      this.#onProblem(`${schedule.id} could not be invoked: ${error}`);
    }
  }
}
