import * as z from 'zod/mini';
import { issuesIn } from '../resource-properties.ts';

/** Actions that functions call, or that services call for them. */
const actions = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:TransactGetItems',
  'dynamodb:TransactWriteItems',
  'dynamodb:UpdateItem',
  'events:PutEvents',
  'lambda:InvokeFunction',
  'logs:PutLogEvents',
  'sqs:SendMessage',
] as const;
/** The name of an action at which a fault or a crash can be injected. */
export const actionName = z.enum(actions);
export type ActionName = z.infer<typeof actionName>;

/**
 * How a call fails. `error`: the service's own error, 500. `throttle`: its throttling. `partial`: some entries are
 * executed, the others are not. `timeout`: neither executed nor answered. `lost-ack`: executed, but the connection
 * closes without an answer; `half-ack`: in the middle of it; `stalled-ack`: it stays open there, and nothing more comes.
 * `conflict`: another transaction holds the item.
 */
export const faultModes = [
  ...(['error', 'throttle', 'partial', 'timeout', 'conflict'] as const),
  ...(['lost-ack', 'half-ack', 'stalled-ack'] as const),
] as const;
export type FaultMode = (typeof faultModes)[number];

/** A fault to inject. */
export interface Fault {
  readonly action: ActionName;
  readonly mode: FaultMode;
  /** Number of calls; 1 by default. */
  readonly count?: number | undefined;
  /** Only calls of this function: its name, or the part after service and stage. */
  readonly function?: string | undefined;
}

const fault = z.strictObject({
  action: actionName,
  mode: z.enum(faultModes),
  count: z.optional(z.number().check(z.int(), z.gte(1))),
  function: z.optional(z.string()),
});

const possible: Partial<Record<FaultMode, readonly ActionName[]>> = {
  partial: ['events:PutEvents', 'dynamodb:BatchWriteItem'],
  conflict: ['dynamodb:TransactWriteItems', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
};

/** Validates a requested fault. @throws Error that says what is wrong with it. */
export function readFault(value: unknown): Fault {
  const parsed = fault.safeParse(value);
  if (!parsed.success) throw new Error(`Not a fault: ${issuesIn(parsed.error)}. Modes: ${faultModes.join(', ')}`);
  const { action, mode } = parsed.data;
  const allowed = possible[mode] ?? actions;
  if (!allowed.includes(action)) throw new Error(`${mode} is for ${allowed.join(', ')}, not for ${action}`);
  return parsed.data;
}
