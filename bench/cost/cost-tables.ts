import { figure, spread, table } from '../markdown.ts';
import { type AuditOfAlternative, alternativeFixedLines, alternativeMonthlyDollars } from './alternative.ts';
import { billOf, dollarsOf, type Line, MILLION, totalOf } from './bill.ts';
import { billedMs } from './lambda-time.ts';
import type { Lever } from './levers.ts';
import type { CostModel } from './model.ts';
import { monthlyDollars, requestsPerMonth } from './monthly.ts';
import type { PriceFile, PriceName, Prices } from './price-file.ts';
import type { OperationUsage } from './usage.ts';

/** Dollars; what is less than a tenth of a cent is shown as such. */
export function dollars(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.001) return '<0.001';
  return figure(value, Math.abs(value) < 0.1 && value !== 0 ? 3 : 2);
}

/** `GetItem → PutItem`; several in a row are counted. */
function callsInWords(usage: OperationUsage): string {
  const groups: { action: string; count: number }[] = [];
  for (const { action } of usage.calls) {
    const last = groups.at(-1);
    if (last?.action === action) last.count += 1;
    else groups.push({ action, count: 1 });
  }
  return groups.map(({ action, count }) => (count === 1 ? action : `${count} ${action}`)).join(' → ');
}

export function countsTable(operations: readonly OperationUsage[], model: CostModel): string {
  const heads = [
    'operation',
    'calls of DynamoDB',
    'read units',
    'write units',
    'of indexes',
    'records + events',
    'row, bytes',
    'on the bus, bytes',
    'logs, bytes',
    'processor, ms',
    'billed, ms',
  ];
  const rows = operations.map((usage) => {
    const sumOf = (key: 'readUnits' | 'writeUnits' | 'indexWriteUnits') =>
      usage.calls.reduce((sum, call) => sum + call[key], 0);
    return [
      usage.label,
      callsInWords(usage),
      sumOf('readUnits'),
      sumOf('writeUnits'),
      sumOf('indexWriteUnits'),
      `${usage.trail.records} + ${usage.trail.domainEvents}`,
      figure(usage.rowBytes),
      figure(usage.trail.bytes),
      figure(usage.logBytes + usage.accessLogBytes),
      spread(usage.cpuSpread, 2),
      billedMs(usage, model),
    ];
  });
  return table(heads, rows);
}

/** Lines down, operations across. */
export function millionTable(operations: readonly OperationUsage[], rate: number, model: CostModel): string {
  const bills = operations.map((usage) => billOf(usage, rate, model));
  const names = bills[0]?.map(({ name }) => name) ?? [];
  const rows = names.map((name, index) => [
    name,
    ...bills.map((bill) => {
      const line = bill[index];
      return line === undefined ? '' : dollars(dollarsOf(line, model.prices));
    }),
  ]);
  const totals = ['**total**', ...bills.map((bill) => dollars(totalOf(bill, model.prices)))];
  return table(['a million of', ...operations.map(({ label }) => label)], [...rows, totals]);
}

const quantityOf = (quantity: number) => figure(quantity, quantity < 100 && !Number.isInteger(quantity) ? 2 : 0);

function priceInWords(name: PriceName, { prices }: PriceFile): string {
  const { value, per } = prices[name];
  if (value === 0) return 'free';
  return per === 1 ? `$${value}` : `$${figure(value, 3)} a ${per === MILLION ? 'million' : figure(per)}`;
}

/** Every quantity beside its price. */
export function detailTable(lines: readonly Line[], file: PriceFile, prices: Prices): string {
  const rows = lines.flatMap(({ name, parts }) =>
    parts.map(({ price, quantity }) => [
      name,
      quantityOf(quantity),
      file.prices[price].unit,
      priceInWords(price, file),
      dollars(prices(price, quantity)),
    ]),
  );
  return table(
    ['line', 'quantity', 'of', 'price', 'dollars'],
    [...rows, ['**total**', '', '', '', dollars(totalOf(lines, prices))]],
  );
}

export function linesTable(lines: readonly Line[], prices: Prices): string {
  const rows = lines.map((line) => [line.name, dollars(dollarsOf(line, prices))]);
  return table(['a month', 'dollars'], [...rows, ['**total**', dollars(totalOf(lines, prices))]]);
}

const RATES = [0.01, 0.1, 1, 10, 100, 500];

/**
 * The month of both at several rates.
 * @param carried requests a second that the alternative stands; above that its price has a plus behind it.
 */
export function ratesTable(usage: OperationUsage, carried: number, model: CostModel): string {
  const other = (rate: number, audit: AuditOfAlternative) =>
    `${dollars(alternativeMonthlyDollars(usage, rate, audit, model))}${rate > carried ? ' +' : ''}`;
  const rows = RATES.map((rate) => [
    `${rate} a second`,
    figure(requestsPerMonth(rate, model) / MILLION, rate < 1 ? 2 : 0),
    dollars(totalOf(billOf(usage, rate, model), model.prices)),
    dollars(monthlyDollars(usage, rate, model)),
    other(rate, 'rows'),
    other(rate, 'bus'),
  ]);
  const heads = [
    'validations',
    'millions a month',
    'here, a million',
    'here, the month',
    'alternative, audit in rows',
    'alternative, audit on the bus',
  ];
  return table(heads, rows);
}

export function alternativeTable(model: CostModel): string {
  return linesTable(alternativeFixedLines(model), model.prices);
}

export function leversTable(levers: readonly Lever[], total: number): string {
  const rows = levers.map(({ what, butWhat, saved }) => [
    what,
    dollars(saved),
    `${figure((100 * saved) / total)} %`,
    butWhat,
  ]);
  return table(['lever, each by itself', 'saved of a million', 'share', 'but'], rows);
}
