import { figure, table } from '../markdown.ts';
import { type AuditOfAlternative, alternativeMonthlyDollars, requestsPerSecondOfContainer } from './alternative.ts';
import type { AssumptionFile } from './assumption-file.ts';
import { BYTES_PER_GB, billOf, dollarsOf, type Line, MILLION, totalOf } from './bill.ts';
import { breakEvenRate } from './break-even.ts';
import {
  alternativeTable,
  countsTable,
  detailTable,
  dollars,
  leversTable,
  linesTable,
  millionTable,
  ratesTable,
} from './cost-tables.ts';
import { leversFor } from './levers.ts';
import type { CostModel } from './model.ts';
import { fixedLines, monthlyDollars, requestsPerMonth } from './monthly.ts';
import type { PriceFile } from './price-file.ts';
import type { OperationUsage } from './usage.ts';

export interface CostFigures {
  readonly operations: readonly OperationUsage[];
  /** The operation that is compared with the alternative. */
  readonly validation: OperationUsage;
  readonly model: CostModel;
  readonly architecture: string;
  readonly priceFile: PriceFile;
  readonly assumptionFile: AssumptionFile;
}

/** The part's text. Every statement about figures is made from them, or holds whatever they are. */
export function costMarkdown(figures: CostFigures): string {
  return [
    howMeasured(figures),
    prices(figures),
    oneValidation(figures),
    fixed(figures),
    alternative(figures),
    largestLine(figures),
    assumptions(figures),
  ].join('\n\n');
}

function howMeasured({ operations, model, architecture }: CostFigures): string {
  const { memory } = model.stack;
  const stretch = Math.max(1, model.assumptions.fullVcpuMemory / memory);
  return `Calls, capacity units, records, bytes and processor time of each operation are counted and measured in this run, on the embedded
DynamoDB, through the operation's whole pipeline. What a month and a million cost is worked out from them with list prices and the
assumptions at the end; [costs.md](costs.md) explains the model. A function has ${figure(memory)} MB on ${architecture} and with it ${figure(100 / stretch)} % of a
processor: the processor time counts ${figure(stretch, 2)} times, and the calls' assumed latencies are added.

${countsTable(operations, model)}`;
}

function prices({ operations, model, priceFile }: CostFigures): string {
  const { referenceRate } = model.assumptions;
  return `### A million of each

Dollars, ${priceFile.region}, prices of ${priceFile.date}, at ${figure(referenceRate)} requests a second (${figure(requestsPerMonth(referenceRate, model) / MILLION, 1)} million a month). KMS is not asked for each
request and stands below, with what a month costs.

${millionTable(operations, referenceRate, model)}`;
}

function oneValidation({ validation, model, priceFile }: CostFigures): string {
  const bill = billOf(validation, model.assumptions.referenceRate, model);
  const { referenceRate } = model.assumptions;
  const gigabytes = (validation.trail.bytes * MILLION) / BYTES_PER_GB;
  const kept = model.prices('archiveGbMonths', gigabytes) + model.prices('logGbMonths', gigabytes);
  const afterYear = (12 * kept * requestsPerMonth(referenceRate, model)) / MILLION;
  return `### A million validations, quantity by quantity

${detailTable(bill, priceFile, model.prices)}

What is kept of them in archive and audit log costs at most $${dollars(kept)} a month more, for as long as it is kept (less, since the log is
stored compressed): after a year at ${figure(referenceRate)} a second $${dollars(afterYear)} a month.`;
}

function fixed({ model }: CostFigures): string {
  return `### What a month costs without a request

${linesTable(fixedLines(model), model.prices)}`;
}

/** \`3.4 a second (8.9 million a month)\` */
function rateInWords(rate: number | undefined, model: CostModel): string {
  if (rate === undefined) return 'none: one is cheaper at any load';
  return `${figure(rate, rate < 10 ? 1 : 0)} a second (${figure(requestsPerMonth(rate, model) / MILLION, 1)} million a month)`;
}

function alternative({ validation, model }: CostFigures): string {
  const breakEven = (audit: AuditOfAlternative, stack = model.stack) =>
    breakEvenRate(
      (rate) => monthlyDollars(validation, rate, { ...model, stack }),
      (rate) => alternativeMonthlyDollars(validation, rate, audit, model),
    );
  const untraced = { ...model.stack, areFunctionsTraced: false };
  const asDelivered = { rows: breakEven('rows'), bus: breakEven('bus') };
  const rows = [
    ['in rows of its database', rateInWords(asDelivered.rows, model), rateInWords(breakEven('rows', untraced), model)],
    ['on the same bus', rateInWords(asDelivered.bus, model), rateInWords(breakEven('bus', untraced), model)],
  ];
  const { alternativeTasks, alternativeVcpu, alternativeMemoryGb } = model.assumptions;
  const carried = requestsPerSecondOfContainer(validation, model);
  return `### The usual alternative

${figure(alternativeTasks)} containers of ${alternativeVcpu} vCPU and ${alternativeMemoryGb} GB behind a load balancer, and a small PostgreSQL in two zones. A month without a request:

${alternativeTable(model)}

The load from which on it is the cheaper one, by where its audit records are. Only with the bus does it do the same job; its\ncontainers are not traced.

${table(['audit of the alternative', 'break-even, as delivered', 'break-even without traces here'], rows)}

${ratesTable(validation, carried, model)}

If a validation takes a container as much processor time as it took here, one of them (the other may be down) carries ${figure(carried)} a
second; the database's own limit was not measured. ${capacitySentence(asDelivered.bus, carried)}`;
}

function capacitySentence(breakEven: number | undefined, carried: number): string {
  if (breakEven === undefined) return 'There is no break-even for it to be compared with.';
  return breakEven <= carried
    ? 'So at the break-even with the bus the small one still stands the load; above what a container carries it has to be made larger, and what stands with a + is too low for it.'
    : 'So the small one does not stand the load of the break-even with the bus: it would have to be made larger before, the real break-even is higher, and what stands with a + is too low for it.';
}

function largestLine({ validation, model }: CostFigures): string {
  const rate = model.assumptions.referenceRate;
  const bill = billOf(validation, rate, model);
  const total = totalOf(bill, model.prices);
  const share = (part: number) => `${figure((100 * part) / total)} %`;
  const of = (line: Line) => dollarsOf(line, model.prices);
  const largest = bill.reduce((one, other) => (of(other) > of(one) ? other : one));
  const audit = totalOf(
    bill.filter(({ isAudit }) => isAudit),
    model.prices,
  );
  const levers = leversFor(validation, rate, model);
  const best = levers[0];
  const most =
    best === undefined || best.saved <= 0
      ? ''
      : ` What would save most is: ${lowerFirst(best.what)}. But ${best.butWhat}: a known trade-off.`;
  return `### The largest line, and what would make it smaller

The largest line of a validation is **${largest.name}**: $${dollars(of(largest))} of $${dollars(total)} a million, ${share(of(largest))}. The way of the audit trail from
the outbox on is ${share(audit)} of the price: a validation leaves ${figure(validation.trail.records)} records, and the bus is paid by the event.${most}

${leversTable(levers, total)}`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function assumptions({ priceFile, assumptionFile }: CostFigures): string {
  const all = Object.values(priceFile.prices);
  const checked = all.filter((price) => price.checked).length;
  const rows = Object.entries(assumptionFile).map(([name, { value, unit, why }]) => [name, `${value} ${unit}`, why]);
  return `### What is assumed

Prices are in \`bench/cost/prices.json\`, each with its source: list prices of the first tier, without free tiers, discounts,
taxes and traffic to the internet. Of ${all.length} prices ${checked} were read in the provider's own words, each on the day that its \`checked\` names; the others
are as their authors knew them (\`checked: false\`), so look up those that matter to you. The assumptions are in \`bench/cost/assumptions.json\`:

${table(['assumption', 'value', 'why'], rows)}`;
}
