import { median } from '../../test/support/statistics.ts';
import { figure, table } from '../markdown.ts';
import type { CatchUp } from './catch-up.ts';

export function catchUpMarkdown(short: CatchUp, long: CatchUp): string {
  const heads = ['', 'the bus away while rows are written', 'the bus away for an hour'];
  const row = (title: string, of: (one: CatchUp) => string) => [title, of(short), of(long)];
  const rows = [
    row('rows waiting, records in them', ({ rows, records }) => `${figure(rows)}, ${figure(records)}`),
    row('given up by the stream’s retries', ({ givenUp }) => `${figure(givenUp)} rows`),
    row('**all records on the bus after**', ({ busSeconds }) => `**${figure(busSeconds, 1)} s**`),
    row('outbox empty after', ({ emptySeconds }) => `${figure(emptySeconds, 1)} s`),
    row('**records a second**', ({ recordsPerSecond }) => `**${figure(recordsPerSecond)}**`),
    row('put there by the stream', ({ byStream }) => figure(byStream)),
    row('put there by the sweeper', ({ bySweeper }) => figure(bySweeper)),
    // Only where the two above do not add up.
    ...(short.notLogged === 0 && long.notLogged === 0
      ? []
      : [row('put there by neither, going by the logs', ({ notLogged }) => figure(notLogged))]),
    row('schedules of the sweeper waited for', ({ sweepsWaitedFor }) => figure(sweepsWaitedFor)),
    row('rows a batch, median and most', ({ rowsOfBatches }) => medianAndMost(rowsOfBatches)),
    row('entries a PutEvents, median and most', ({ entriesOfCalls }) => medianAndMost(entriesOfCalls)),
    row('lost', ({ lost }) => figure(lost)),
    row('arrived more than once', ({ repeated }) => figure(repeated)),
  ];
  return [
    `**Throughput and catching up**: every PutEvents fails while rows of validations, made by the service's own code, are put into the outbox; then the bus is back. Times are from then on. Records a second are of the middle four fifths of them. A batch is what a function publishes at a time: what the stream hands over, of 100 rows at most, or a slice of the sweep; PutEvents takes ten entries.`,
    table(heads, rows),
    `The bus was away for ${figure(short.awaySeconds, 1)} s the first time. The hour is one on the local cloud's clock: longer than the 15 minutes for which the stream retries a record. ${whoDidIt(long)} A sweep begins as the clock jumps; rows that it passes by before the bus is back are left to the sweeps after it. Those come every five minutes, and the clock jumps over that wait: it is not in the times.`,
  ].join('\n\n');
}

function whoDidIt({ byStream, bySweeper, sweepsWaitedFor }: CatchUp): string {
  if (bySweeper === 0) return 'The stream’s retries brought everything all the same.';
  const others = byStream === 0 ? 'alone' : 'beside the stream';
  const more = sweepsWaitedFor === 0 ? 'in one sweep' : `in more than one sweep`;
  return `Then the sweeper caught up ${others}, ${more}.`;
}

function medianAndMost(values: readonly number[]): string {
  if (values.length === 0) return 'none';
  return `${figure(median(values))}, ${figure(Math.max(...values))}`;
}
