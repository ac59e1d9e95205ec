import { BYTES_PER_GB, billOf, type Line, MILLION, totalOf } from './bill.ts';
import { billedMs, gbSeconds } from './lambda-time.ts';
import type { CostModel } from './model.ts';
import type { PriceName } from './price-file.ts';
import type { OperationUsage } from './usage.ts';

/** What the stack costs in a month without a request. */
export function fixedLines(model: CostModel): readonly Line[] {
  const { assumptions, background, stack } = model;
  const { hoursPerMonth, kmsCacheMinutes, platformLogBytes } = assumptions;
  const minutes = hoursPerMonth * 60;
  const sweeps = minutes / stack.minutesBetweenSweeps;
  const { sweep } = background;
  const line = (name: string, parts: Line['parts'], isAudit = false): Line => ({ name, parts, isAudit });
  const one = (price: PriceName, quantity: number): Line['parts'] => [{ price, quantity }];
  return [
    line('KMS key', one('kmsKeyMonths', stack.keys)),
    line('KMS requests, at most', one('kmsRequests', (stack.functions * stack.tables * minutes) / kmsCacheMinutes)),
    line('alarms', one('alarmMonths', stack.alarmMetrics)),
    line('dashboard', one('dashboardMonths', stack.dashboards)),
    line('metrics of its own', one('metricMonths', background.metrics)),
    line(
      'sweeper',
      [
        { price: 'lambdaRequests', quantity: sweeps },
        { price: 'lambdaGbSeconds', quantity: sweeps * gbSeconds(billedMs(sweep, model), model) },
        { price: 'dynamoDbReadUnits', quantity: sweeps * sweep.calls.reduce((sum, call) => sum + call.readUnits, 0) },
        { price: 'logGbIn', quantity: (sweeps * (sweep.logBytes + platformLogBytes)) / BYTES_PER_GB },
        { price: 'traces', quantity: stack.areFunctionsTraced ? sweeps : 0 },
      ],
      true,
    ),
    // Nothing polls them, and nothing comes into them while nothing fails.
    line(`dead-letter queues (${stack.queues})`, one('sqsRequests', 0), true),
  ];
}

/** Requests in a month. */
export function requestsPerMonth(rate: number, { assumptions: { hoursPerMonth } }: CostModel): number {
  return rate * hoursPerMonth * 3600;
}

/** Dollars of a month with so many requests a second, day and night. */
export function monthlyDollars(usage: OperationUsage, rate: number, model: CostModel): number {
  const perMillion = totalOf(billOf(usage, rate, model), model.prices);
  return (requestsPerMonth(rate, model) / MILLION) * perMillion + totalOf(fixedLines(model), model.prices);
}
