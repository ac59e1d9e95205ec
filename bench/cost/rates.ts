import type { CostModel } from './model.ts';

/** What depends on how many requests come in a second, evenly: caches, batches and samples. */

/**
 * Calls of the authorizer for each request. A token's answer is kept for a while; the next request after that asks again.
 * @param rate requests a second, all tokens together.
 */
export function authorizerCallsPerRequest(
  rate: number,
  { assumptions: { callers }, stack: { authorizerCacheSeconds } }: CostModel,
): number {
  return 1 / (1 + (rate / callers) * authorizerCacheSeconds);
}

/** How many rows the publisher gets in a call, on average, when rows come at random and one request leaves one row. */
export function rowsPerBatch(rate: number, { assumptions, stack, gatheringSeconds }: CostModel): number {
  const { streamShards, streamPollsPerSecond } = assumptions;
  const pollsPerSecond = Math.min(streamPollsPerSecond, gatheringSeconds > 0 ? 1 / gatheringSeconds : Infinity);
  const rowsPerPoll = rate / (streamShards * stack.batchesAtOnce * pollsPerSecond);
  // Polls that find nothing call no function: of those that do, each finds one row at least.
  const rowsWhereAny = rowsPerPoll / -Math.expm1(-rowsPerPoll);
  return Math.min(stack.batchRows, rowsWhereAny);
}

/** The share of a function's calls that are traced. */
export function tracedShare(
  callsPerSecond: number,
  { assumptions: { tracesPerSecondAtLeast, traceShareBeyond }, stack: { areFunctionsTraced } }: CostModel,
): number {
  if (!areFunctionsTraced) return 0;
  if (callsPerSecond <= tracesPerSecondAtLeast) return 1;
  return (tracesPerSecondAtLeast + traceShareBeyond * (callsPerSecond - tracesPerSecondAtLeast)) / callsPerSecond;
}
