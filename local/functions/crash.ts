import * as z from 'zod/mini';
import { type ActionName, actionName } from '../aws/faults/fault.ts';
import { issuesIn } from '../aws/resource-properties.ts';

/** An order to kill a function's process during its next call. */
export interface Crash {
  /** Its name, or the part after service and stage. */
  readonly function: string;
  /** Kills at this call of the function to a service. Without it, at a moment of the invocation. */
  readonly after?: ActionName | undefined;
  /** Before the call is executed, or after it and before its answer arrives. `after` by default. */
  readonly when?: 'before' | 'after' | undefined;
  /** When in the invocation, from 0 to 1, scaled by the typical duration. Random by default. */
  readonly moment?: number | undefined;
}

const crash = z.strictObject({
  function: z.string(),
  after: z.optional(actionName),
  when: z.optional(z.enum(['before', 'after'])),
  moment: z.optional(z.number().check(z.gte(0), z.lte(1))),
});

/** Validates a requested crash. @throws Error that says what is wrong with it. */
export function readCrash(value: unknown): Crash {
  const parsed = crash.safeParse(value);
  if (!parsed.success) throw new Error(`Not a crash: ${issuesIn(parsed.error)}`);
  const { after, when, moment } = parsed.data;
  // Other calls are made by services for the function, not by its process.
  if (after !== undefined && !/^(dynamodb|events):/.test(after)) throw new Error(`No function calls ${after} itself`);
  if (when !== undefined && after === undefined) throw new Error('when needs after');
  if (moment !== undefined && after !== undefined) throw new Error('moment and after exclude each other');
  return parsed.data;
}
