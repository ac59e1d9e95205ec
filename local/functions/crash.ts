import * as z from 'zod/mini';
import { type ActionName, actionName } from '../aws/faults/fault.ts';
import { issuesIn } from '../aws/resource-properties.ts';

/** A process of a function that is to be killed in the middle of its next call. */
export interface Crash {
  /** Its name, or the part that follows service and stage. */
  readonly function: string;
  /** At this call that the function makes. Without it at a moment of the function's own call. */
  readonly after?: ActionName | undefined;
  /** Before the call `after` is carried out, or when it was and its answer is on the way. `after` without it. */
  readonly when?: 'before' | 'after' | undefined;
  /** How far into the call, from 0 to 1, by how long calls of the function have taken. Random without it. */
  readonly moment?: number | undefined;
}

const crash = z.strictObject({
  function: z.string(),
  after: z.optional(actionName),
  when: z.optional(z.enum(['before', 'after'])),
  moment: z.optional(z.number().check(z.gte(0), z.lte(1))),
});

/** Reads what somebody asks for. @throws Error that says what is wrong with it. */
export function readCrash(value: unknown): Crash {
  const parsed = crash.safeParse(value);
  if (!parsed.success) throw new Error(`Not a crash: ${issuesIn(parsed.error)}`);
  const { after, when, moment } = parsed.data;
  // What services do for a function is done by no process of it.
  if (after !== undefined && !/^(dynamodb|events):/.test(after)) throw new Error(`No function calls ${after} itself`);
  if (when !== undefined && after === undefined) throw new Error('when says on which side of the call after: name one');
  if (moment !== undefined && after !== undefined) throw new Error('moment or after: the crash has one place only');
  return parsed.data;
}
