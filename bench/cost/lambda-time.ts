import type { Assumptions } from './assumption-file.ts';
import type { CostModel } from './model.ts';
import type { BatchUsage, FunctionUsage } from './usage.ts';

const LATENCIES = {
  GetItem: 'getItemMs',
  PutItem: 'putItemMs',
  UpdateItem: 'updateItemMs',
  Query: 'queryMs',
  Scan: 'scanMs',
  TransactWriteItems: 'transactionMs',
  BatchWriteItem: 'batchWriteMs',
} as const satisfies Record<string, keyof Assumptions>;

const isKnown = (action: string): action is keyof typeof LATENCIES => Object.hasOwn(LATENCIES, action);

/** How long a call of DynamoDB is waited for, in milliseconds. */
function latencyMs(action: string, assumptions: Assumptions): number {
  const call = action.replace(' failed', '');
  if (!isKnown(call)) throw new Error(`Nothing is assumed of how long ${call} takes`);
  return assumptions[LATENCIES[call]];
}

/**
 * Milliseconds that a call of a function lasts: its processor time, stretched since a function of little memory has only a
 * share of a processor, and what it waits for.
 */
function durationMs(cpuMs: number, waitMs: number, { assumptions, stack }: CostModel): number {
  const { fullVcpuMemory, relativeSpeed } = assumptions;
  return (cpuMs * Math.max(1, fullVcpuMemory / stack.memory)) / relativeSpeed + waitMs;
}

/** Billed milliseconds of one call: whole ones, one at least. DynamoDB is called by operations one after the other. */
export function billedMs({ cpuMs, calls }: FunctionUsage, model: CostModel): number {
  const waitMs = calls.reduce((sum, { action }) => sum + latencyMs(action, model.assumptions), 0);
  return Math.max(1, Math.ceil(durationMs(cpuMs, waitMs, model)));
}

/** Billed milliseconds of a batch of so many rows, on the line between the two batches that were measured. */
export function billedBatchMs(
  { one, many }: { readonly one: BatchUsage; readonly many: BatchUsage },
  rows: number,
  model: CostModel,
): number {
  const ofBatch = ({ cpuMs, busRounds, deleteRounds }: BatchUsage) =>
    durationMs(cpuMs, busRounds * model.assumptions.putEventsMs + deleteRounds * model.assumptions.batchWriteMs, model);
  const msPerRow = many.rows === one.rows ? 0 : (ofBatch(many) - ofBatch(one)) / (many.rows - one.rows);
  return Math.max(1, Math.ceil(ofBatch(one) + (rows - one.rows) * msPerRow));
}

export function gbSeconds(milliseconds: number, { stack }: CostModel): number {
  return (milliseconds / 1000) * (stack.memory / 1024);
}
