import { operations } from '../../functions/operations.ts';
import { operationSequences } from '../../test/scenarios/audit-sequences.ts';
import type { BenchPart } from '../bench.ts';
import { figure, table } from '../markdown.ts';
import { billOf, type Line, monthWithoutRequests, totalOf } from './bill.ts';
import { priceList, quantityList } from './sources.ts';

/** The cost of the service, line by line: computed from prices and counts, nothing is measured. */
export const costPart: BenchPart = {
  name: 'cost',
  title: 'Cost',
  run: async () => {
    const metricsInAlarms = await alarmMetrics();
    return { summary: costSummary(metricsInAlarms), markdown: costMarkdown(metricsInAlarms), misses: [] };
  },
};

/** How many metrics the alarms of the stage `prod` watch. */
async function alarmMetrics(): Promise<number> {
  // It builds the functions when it is loaded, which only a run of this part needs.
  const { prodSettings, synthesized } = await import('../../test/stack/template.ts');
  const alarms = synthesized('prod', prodSettings).ofType('AWS::CloudWatch::Alarm');
  const metricsOf = ({ properties }: (typeof alarms)[number]): number =>
    properties.Metrics?.filter(({ MetricStat }: { readonly MetricStat?: unknown }) => MetricStat !== undefined)
      .length ?? 1;
  return alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0);
}

/** The first path of each operation, which succeeds, and two more paths that callers use all day. */
const PATHS = [
  ...operations.flatMap(({ name }) => operationSequences.find(({ operation }) => operation === name) ?? []),
  { operation: 'validate-license-key', path: 'unknown key' },
  { operation: 'download-license-key', path: 'renewed' },
].map(({ operation, path }) => `${operation}: ${path}`);

/** Dollars; less than a tenth of a cent is shown as such. */
export function dollars(value: number): string {
  if (value !== 0 && value < 0.001) return '<0.001';
  return figure(value, value < 0.1 && value !== 0 ? 3 : 2);
}

const costSummary = (metricsInAlarms: number) =>
  `A million validations cost $${dollars(totalOf(billOf('validate-license-key: done, valid')))} at ten requests a second. A month without a request costs $${dollars(totalOf(monthWithoutRequests(metricsInAlarms)))}. These are list prices of ${priceList.region}.`;

/** The part's text. @param metricsInAlarms how many metrics the alarms of the stack watch. */
export function costMarkdown(metricsInAlarms: number): string {
  const bills = PATHS.map(billOf);
  const lines = bills[0]?.map(({ name }, index) => [name, ...bills.map((bill) => dollarsOf(bill[index]))]) ?? [];
  const month = monthWithoutRequests(metricsInAlarms);
  const quantities = Object.values(quantityList).map(({ value, unit, why }) => [value, unit, why]);
  const prices = Object.values(priceList.prices).map(({ value, per, unit, source, checked }) => [
    `$${value} for ${figure(per)}`,
    unit,
    `<${source}>`,
    checked === false ? 'no' : checked,
  ]);
  return `Computed from the calls and capacity units that \`test/integration/path-costs.ts\` checks for every path, and from the records in the table of audit
sequences. The prices and quantities are in \`bench/cost\` and below. [costs.md](costs.md) says what is left out.

### A million of each

Dollars, ${priceList.region}, at ten requests a second.

${table(['a million of', ...PATHS], [...lines, ['**total**', ...bills.map((bill) => dollars(totalOf(bill)))]])}

### A month without a request

${table(['a month', 'dollars'], [...month.map(({ name, dollars: paid }) => [name, dollars(paid)]), ['**total**', dollars(totalOf(month))]])}

### Prices

List prices of the first tier, on demand. If the last column has a date, the figure was read in the provider's own text on that day. The others
are from memory, so look up those that matter to you.

${table(['price', 'of', 'source', 'checked'], prices)}

### Quantities

${table(['quantity', 'of', 'why'], quantities)}`;
}

const dollarsOf = (line: Line | undefined) => (line === undefined ? '' : dollars(line.dollars));
