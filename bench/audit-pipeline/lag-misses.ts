import { isBehind, isKeptUp, type Lag } from './lag.ts';

/** What was missed at these rates, each in a sentence. */
export function missesOfLags(rates: readonly Lag[]): readonly string[] {
  const misses = rates.flatMap((lag) => {
    const { perSecond, problems, lost, rowsLeft } = lag;
    // Errors at a rate that the machine cannot sustain are no missed bound. The table shows them.
    const isError = problems.length > 0 && !isBehind(lag);
    return [
      ...(isError ? [`${perSecond} a second: ${problems.length} errors, the first ${problems[0]}.`] : []),
      ...(lost === 0 ? [] : [`${perSecond} a second: ${lost} answered requests left no record on the bus.`]),
      ...(rowsLeft === 0 ? [] : [`${perSecond} a second: ${rowsLeft} rows stayed in the outbox.`]),
    ];
  });
  return [...misses, ...(rates.some(isKeptUp) ? [] : ['No rate was sustained.'])];
}
