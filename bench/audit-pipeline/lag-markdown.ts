import { median, percentile } from '../../test/support/statistics.ts';
import { figure, percentileWithRank, table } from '../markdown.ts';
import { isKeptUp, type Lag } from './lag.ts';

export interface MeasuredLags {
  readonly rates: readonly Lag[];
  /** Milliseconds of the publisher without the stream, see `measurePublisherAlone`. */
  readonly alone: readonly number[];
}

/** Of the highest sustained rate. */
export function lagSummary({ rates }: MeasuredLags): string {
  const [best] = rates.filter(isKeptUp).toSorted((a, b) => b.perSecond - a.perSecond);
  if (best === undefined) return 'No rate was sustained.';
  const { perSecond, lagsMs } = best;
  return `At ${figure(perSecond)} operations a second, the audit records are on the bus ${figure(percentile(lagsMs, 0.5))} ms after the answer (median), and ${figure(percentile(lagsMs, 0.99))} ms after it for 99 %.`;
}

export function lagMarkdown({ rates, alone }: MeasuredLags, leadInSeconds: number, mix: string): string {
  const rows = rates.map((lag) => {
    const { perSecond, lagsMs } = lag;
    const at = (share: number) => (lagsMs.length === 0 ? 'none' : figure(percentile(lagsMs, share)));
    const early = lagsMs.filter((value) => value < 0).length;
    return [
      figure(perSecond),
      figure(lagsMs.length),
      at(0.5),
      lagsMs.length === 0 ? 'none' : percentileWithRank(lagsMs, 0.99),
      at(1),
      figure(early),
      isKeptUp(lag) ? 'yes' : `no: ${figure(lag.reached, 1)} reached, ${figure(lag.problems.length)} errors`,
    ];
  });
  const heads = ['operations/s', 'values', 'p50 ms', 'p99 ms', 'max ms', 'bus before answer', 'sustained'];
  const busiest = rates.reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
  const best = Math.max(0, ...rates.filter(isKeptUp).map(({ perSecond }) => perSecond));
  const beyond = isKeptUp(busiest)
    ? ''
    : ` ${figure(busiest.perSecond)} operations a second were more than this machine could sustain; ${figure(best)} was the highest sustained rate of those tried.`;
  const quiet = rates[0]?.lagsMs ?? [];
  const typical =
    quiet.length === 0
      ? ''
      : ` At the lowest rate above, the lag is ${figure(median(quiet), 1)} ms in the median. This is the publisher's time plus the reading of the stream, minus the time that the answer takes to reach its caller.`;
  return [
    `**Lag**: the time from the arrival of an answer at its caller until the last of its records is on the bus. Requests arrive at a fixed rate, whether earlier ones are answered or not. ${mix} A rate is sustained if neither requests nor records wait for two seconds at its end.${beyond} Before each measurement, requests arrive at the same rate for ${leadInSeconds} s and are not counted, so that enough processes are running. The p99 is the value of the nearest rank, which is shown beside it: with few values it is close to their maximum. Now and then the bus has the records before the caller has the answer, because the row is stored first. The lag is then below 0, and counted separately.`,
    table(heads, rows),
    `The local cloud's own share: invoked by hand with one row, without a stream, the publisher had its last record on the bus after ${figure(median(alone), 1)} ms (median of ${figure(alone.length)}).${typical} The local cloud's reader is woken by each write and pauses 4 ms between two reads. Lambda reads a shard four times a second, which adds up to 250 ms.`,
  ].join('\n\n');
}
