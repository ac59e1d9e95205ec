import type { Misp } from '../../functions/domain/misp.ts';
import { MAX_ITEM_BYTES } from '../../test/support/item-bytes.ts';
import { spreadOf } from '../../test/support/statistics.ts';
import { figure, spread, table } from '../markdown.ts';
import { distinctCosts } from './cost.ts';
import { mostLicenses, weigh } from './item-size.ts';
import { PAGE_LIMIT } from './measured-cases.ts';
import { FREQUENT_PREFIX } from './population.ts';
import type { SizeMeasure } from './size-measure.ts';
import { MOST_OF_APPROVAL, sharesOfApproval } from './slow-changes.ts';

const WEIGHED_LICENSES = [0, 3, 10, 100, 1_000];

export const scaleSummary = (sizes: readonly number[], isEven: boolean) =>
  `${isEven ? 'Every' : 'Not every'} operation makes the same calls, and uses the same capacity units, with ${figure(Math.min(...sizes))} MISPs as with ${figure(Math.max(...sizes))}.`;

/** The part's text: how it was measured, what was loaded, every operation, every page, the weights. */
export function scaleMarkdown(sizes: readonly SizeMeasure[], rounds: number, isEven: boolean, sample: Misp): string {
  const names = sizes.map(({ size }) => figure(size)).join(', ');
  return `
One store grows over ${names} MISPs with three licences each. It has the items that the service itself writes: the MISP with its
entries in the indexes, its name, a pointer for each licence, and the id counter. All ids and names have the same length, so every item has the same
bytes. At each size every path below is taken ${figure(rounds)} times, in this process on the engine, against MISPs
spread over the whole store. A change is undone before the next request.

**The counts must be flat**: calls, capacity units and items read must be exactly the same for every MISP, at every size and every
depth. ${isEven ? 'They are.' : 'They are not all: the differences are listed below.'} The milliseconds are those of an embedded engine on this machine, and say little
about DynamoDB.

${loadTable(sizes)}

**Operations.** RCU and WCU are capacity units as the engine counts them: those of the tables, and after the plus those of the indexes.
A failed transaction is not counted. Items: in the answers, of those that the store looked at.

${operationTable(sizes)}

Rotating and changing a validity make the same calls as an approval. Compared with its median, at the size where they compare worst, they take ${sharesOfApproval(
    sizes,
  )
    .map(({ operation, share }) => `${figure(share, 2)} (${operation})`)
    .join(' and ')} of the time. The bound is ${figure(MOST_OF_APPROVAL, 2)}.

**Pages.** The list with each filter and order, and the search, ${PAGE_LIMIT} MISPs a page, after a cursor. By status and by expiry all MISPs are
found, by name (\`${FREQUENT_PREFIX}\`) half of them. Each page was compared with the MISPs that belong there. The deepest page is the last full one.

${pageTable(sizes)}

**How the engine finds a prefix.** The engine itself is asked for a prefix that no name has, in two ways: with a prefix condition, as the
service does, and as a range of keys. Both find nothing, look at no item and cost the same. If the first takes
longer with more MISPs, and the second does not, the engine walks the index up to the prefix. This time is then part of
the milliseconds of the searches above. DynamoDB uses the sort key with
[either condition](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html).

${prefixTable(sizes)}

**Weights.** The size of one MISP by DynamoDB's rules, as an item and as an entry of each index, and the rates that a partition's 3,000 read
and 1,000 write units a second allow. [Scaling](scaling.md) says what this means. An item may have ${figure(MAX_ITEM_BYTES)} bytes, which
is about ${figure(mostLicenses(sample))} licences of this MISP.

${weightTable(sample)}
`;
}

function loadTable(sizes: readonly SizeMeasure[]): string {
  return table(
    ['MISPs', 'loaded for it, items', 's', 'items/s', 'engine', 'its memory, MB'],
    sizes.map(({ size, loaded, engine }) => [
      figure(size),
      figure(loaded.items),
      figure(loaded.seconds, 1),
      figure(loaded.items / loaded.seconds),
      engine?.command ?? 'not seen',
      engine === undefined ? '–' : figure(engine.residentBytes / 1e6),
    ]),
  );
}

/** `3`, or `2.5–3` if they are not all the same. */
function rangeOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least}–${most}`;
}

function operationTable(sizes: readonly SizeMeasure[]): string {
  const heads = sizes.map(({ size }) => `ms at ${figure(size)}`);
  const rows = (sizes[0]?.cases ?? []).map(({ measured }, place) => {
    const measures = sizes.flatMap(({ cases }) => cases[place] ?? []);
    const costs = distinctCosts(measures.flatMap((one) => one.costs));
    return [
      measured.operation,
      measured.outcome,
      [...new Set(costs.map(({ calls }) => calls.join(' → ')))].join(' or '),
      rangeOf(costs.map(({ readUnits }) => readUnits)),
      `${rangeOf(costs.map((cost) => cost.writeUnits))} + ${rangeOf(costs.map((cost) => cost.indexWriteUnits))}`,
      `${rangeOf(costs.map((cost) => cost.itemsReturned))} of ${rangeOf(costs.map((cost) => cost.itemsExamined))}`,
      ...measures.map(({ latencies }) => spread(spreadOf(latencies), 1)),
    ];
  });
  return table(['operation', 'outcome', 'calls', 'RCU', 'WCU', 'items', ...heads], rows);
}

function pageTable(sizes: readonly SizeMeasure[]): string {
  const rows = sizes.flatMap(({ size, pages }) =>
    pages.map(({ walk, depth, before, costs, latencies }) => [
      walk,
      figure(size),
      depth === 0 ? 'first page' : `${figure(100 * depth)} %`,
      figure(before),
      [...new Set(costs.map(({ calls }) => calls.join(' → ')))].join(' or '),
      rangeOf(costs.map(({ readUnits }) => readUnits)),
      `${rangeOf(costs.map((cost) => cost.itemsReturned))} of ${rangeOf(costs.map((cost) => cost.itemsExamined))}`,
      spread(spreadOf(latencies), 1),
    ]),
  );
  return table(['walk', 'MISPs', 'depth', 'before the page', 'calls', 'RCU', 'items', 'ms'], rows);
}

function prefixTable(sizes: readonly SizeMeasure[]): string {
  return table(
    ['MISPs', 'as a prefix, ms', 'as a range, ms'],
    sizes.map(({ size, prefix }) => [
      figure(size),
      spread(spreadOf(prefix.asPrefix), 1),
      spread(spreadOf(prefix.asRange), 1),
    ]),
  );
}

function weightTable(sample: Misp): string {
  return table(
    [
      'licences',
      'bytes',
      'RCU a read',
      'reads/s of one MISP',
      'WCU a change',
      'changes/s of one MISP',
      'WCU an index entry',
      "changes/s by an index's partition",
    ],
    WEIGHED_LICENSES.map((licenses) => weigh(sample, licenses)).map((weight) => [
      figure(weight.licenses),
      figure(weight.bytes),
      figure(weight.readUnits),
      figure(weight.readsPerSecond),
      figure(weight.changeUnits),
      figure(weight.changesPerSecond),
      figure(weight.indexUnits),
      figure(weight.indexChangesPerSecond),
    ]),
  );
}
