import { median } from '../../test/support/statistics.ts';
import { figure, table } from '../markdown.ts';
import type { CatchUp } from './catch-up.ts';

export function catchUpMarkdown(short: CatchUp, long: CatchUp): string {
  const heads = ['', 'bus out while rows are written', 'bus out for an hour'];
  const row = (title: string, of: (one: CatchUp) => string) => [title, of(short), of(long)];
  const rows = [
    row('rows waiting, records in them', ({ rows, records }) => `${figure(rows)}, ${figure(records)}`),
    row('given up by the stream’s retries', ({ givenUp }) => `${figure(givenUp)} rows`),
    row('**all records on the bus after**', ({ busSeconds }) => `**${figure(busSeconds, 1)} s**`),
    row('outbox empty after', ({ emptySeconds }) => `${figure(emptySeconds, 1)} s`),
    row('**records a second**', ({ recordsPerSecond }) => `**${figure(recordsPerSecond)}**`),
    row('delivered by the stream', ({ byStream }) => figure(byStream)),
    row('delivered by the sweeper', ({ bySweeper }) => figure(bySweeper)),
    // Only if the two above do not add up.
    ...(short.notLogged === 0 && long.notLogged === 0
      ? []
      : [row('delivered by neither, according to the logs', ({ notLogged }) => figure(notLogged))]),
    row('scheduled sweeps waited for', ({ sweepsWaitedFor }) => figure(sweepsWaitedFor)),
    row('rows per batch, median and maximum', ({ rowsOfBatches }) => medianAndMost(rowsOfBatches)),
    row('entries per PutEvents call, median and maximum', ({ entriesOfCalls }) => medianAndMost(entriesOfCalls)),
    row('lost', ({ lost }) => figure(lost)),
    row('arrived more than once', ({ repeated }) => figure(repeated)),
  ];
  return [
    `**Throughput and catching up**: every PutEvents fails while rows of validations, made by the service's own code, are put into the outbox. Then the bus is back, and the times start. Records a second are those of the middle four fifths. A batch is the rows that a function publishes at a time: up to 100 rows from the stream, or a slice of the sweep. PutEvents takes ten entries.`,
    table(heads, rows),
    `The bus was out for ${figure(short.outageSeconds, 1)} s the first time. The hour is one on the local cloud's clock: longer than the 15 minutes for which the stream retries a record. ${publisherSentence(long)} A sweep begins as the clock jumps. Rows that it passes before the bus is back are left to later sweeps. These come every five minutes. The clock jumps over that wait, so it is not in the times.`,
  ].join('\n\n');
}

function publisherSentence({ byStream, bySweeper, sweepsWaitedFor }: CatchUp): string {
  if (bySweeper === 0) return 'The stream’s retries delivered everything nevertheless.';
  const others = byStream === 0 ? 'alone' : 'beside the stream';
  const more = sweepsWaitedFor === 0 ? 'in one sweep' : `in more than one sweep`;
  return `Then the sweeper caught up ${others}, ${more}.`;
}

function medianAndMost(values: readonly number[]): string {
  if (values.length === 0) return 'none';
  return `${figure(median(values))}, ${figure(Math.max(...values))}`;
}
