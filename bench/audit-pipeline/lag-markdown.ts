import { median, percentile } from '../../test/support/statistics.ts';
import { figure, ranked, table } from '../markdown.ts';
import { isKeptUp, type Lag } from './lag.ts';

export interface MeasuredLags {
  readonly rates: readonly Lag[];
  /** Of the publisher without the stream, see `measurePublisherAlone`. */
  readonly alone: readonly number[];
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
      lagsMs.length === 0 ? 'none' : ranked(lagsMs, 0.99),
      at(1),
      figure(early),
      isKeptUp(lag) ? 'yes' : `no: ${figure(lag.reached, 1)} reached, ${figure(lag.problems.length)} errors`,
    ];
  });
  const heads = ['operations/s', 'values', 'p50 ms', 'p99 ms', 'max ms', 'bus before answer', 'kept up'];
  const busiest = rates.reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
  const best = Math.max(0, ...rates.filter(isKeptUp).map(({ perSecond }) => perSecond));
  const beyond = isKeptUp(busiest)
    ? ''
    : ` ${figure(busiest.perSecond)} operations a second were more than this machine carried; ${figure(best)} were the most of those tried that it kept up.`;
  const quiet = rates[0]?.lagsMs ?? [];
  const typical =
    quiet.length === 0
      ? ''
      : ` At the lowest rate above the lag is ${figure(median(quiet), 1)} ms in the median: that, and the reading of the stream, less the time that the answer takes to its caller.`;
  return [
    `**Lag**: from when an answer has arrived at its caller to when the last of its records is on the bus. Requests arrive at a fixed rate, whether earlier ones are answered or not. ${mix} A rate is kept up when neither requests nor records wait for two seconds at its end.${beyond} Before each rate requests arrive at it for ${leadInSeconds} s and are not counted, so that the processes which the rate takes are there. The p99 is the value of the nearest rank, which stands beside it: of few values it is little more than their maximum. Now and then the bus has the records before the caller has the answer, since the row is stored first: the lag is below 0 then, and counted apart.`,
    table(heads, rows),
    `What of it is the local cloud's own: invoked by hand with one row, without a stream, the publisher had its last record on the bus after ${figure(median(alone), 1)} ms (median of ${figure(alone.length)}).${typical} The local cloud's reader is woken by each write and rests 4 ms between two reads; Lambda reads a shard four times a second, which adds up to 250 ms there.`,
  ].join('\n\n');
}
