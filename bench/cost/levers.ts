import { billOf, type Line, totalOf } from './bill.ts';
import type { CostModel } from './model.ts';
import type { PriceName } from './price-file.ts';
import type { OperationUsage } from './usage.ts';

/** Something that would make a request cheaper, and what would be given up for it. */
export interface Lever {
  readonly what: string;
  readonly butWhat: string;
  /** Dollars that a million requests would cost less; below zero when they would cost more. */
  readonly saved: number;
}

/** What each lever alone would save of a million requests, the largest first. */
export function leversFor(usage: OperationUsage, rate: number, model: CostModel): readonly Lever[] {
  const now = totalOf(billOf(usage, rate, model), model.prices);
  const lever = (what: string, butWhat: string, lines: readonly Line[]): Lever => ({
    what,
    butWhat,
    saved: now - totalOf(lines, model.prices),
  });
  const withModel = (changes: Partial<CostModel>) => billOf(usage, rate, { ...model, ...changes });
  const { assumptions, stack } = model;
  const { trail } = usage;
  const joined = { records: 1, domainEvents: 0, bytes: trail.bytesAsOne, bytesAsOne: trail.bytesAsOne };
  const bill = billOf(usage, rate, model);
  const levers = [
    lever(
      'All records of a request in one event',
      'the audit contract asks for an event a record, and consumers select by its name',
      billOf({ ...usage, trail: joined }, rate, model),
    ),
    lever(
      'No audit log',
      'the archive holds the same, but answers no question before it is replayed',
      bill.filter(({ name }) => name !== 'audit log, taken in'),
    ),
    lever(
      'The audit log in the class Infrequent Access',
      'fewer commands for queries: the saved ones would have to be checked',
      bill.map((line) => (line.name === 'audit log, taken in' ? atPrice('infrequentLogGbIn', line) : line)),
    ),
    lever(
      'No archive',
      'nothing to replay for a consumer that was down for more than a day',
      bill.filter(({ name }) => name !== 'archive, taken in'),
    ),
    lever(
      'No traces of the functions',
      'logs and metrics alone tell where time goes',
      withModel({ stack: { ...stack, areFunctionsTraced: false } }),
    ),
    lever(
      'The publisher gathers rows for a second',
      'records arrive up to a second later',
      withModel({ gatheringSeconds: 1 }),
    ),
    lever(
      'Half the memory for every function',
      'half the processor: answers and cold starts take longer',
      withModel({ stack: { ...stack, memory: stack.memory / 2 } }),
    ),
    lever(
      'Without the three lines that Lambda writes for each call (its JSON format can leave them out)',
      "no billed time in the log, and the functions' own lines would be wrapped",
      withModel({ assumptions: { ...assumptions, platformLogBytes: 0 } }),
    ),
  ];
  return levers.sort((one, other) => other.saved - one.saved);
}

function atPrice(price: PriceName, line: Line): Line {
  return { ...line, parts: line.parts.map(({ quantity }) => ({ price, quantity })) };
}
