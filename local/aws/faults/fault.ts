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
/** The name of an action that can be made to fail or to be a crash. */
export const actionName = z.enum(actions);
export type ActionName = z.infer<typeof actionName>;

/**
 * How a call fails. `error`: the service's own error, 500. `throttle`: its throttling. `partial`: some of the entries are
 * done, the others are not. `timeout`: not done and never answered. `lost-ack`: done, and the connection ends without an
 * answer. `conflict`: another transaction is at the item.
 */
export const faultModes = ['error', 'throttle', 'partial', 'timeout', 'lost-ack', 'conflict'] as const;
export type FaultMode = (typeof faultModes)[number];

/** What is to go wrong. */
export interface Fault {
  readonly action: ActionName;
  readonly mode: FaultMode;
  /** How many calls; 1 without it. */
  readonly count?: number | undefined;
  /** Only calls of this function: its name, or the part that follows service and stage. */
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

/** Reads what somebody asks for. @throws Error that says what is wrong with it. */
export function readFault(value: unknown): Fault {
  const parsed = fault.safeParse(value);
  if (!parsed.success) throw new Error(`Not a fault: ${issuesIn(parsed.error)}. Modes: ${faultModes.join(', ')}`);
  const { action, mode } = parsed.data;
  const allowed = possible[mode] ?? actions;
  if (!allowed.includes(action)) throw new Error(`${mode} is for ${allowed.join(', ')}, not for ${action}`);
  return parsed.data;
}
