import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FIVE_MINUTES } from './service-metric.ts';

/**
 * An alarm can have ten metrics and no SEARCH
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html). Each function has two.
 */
const FUNCTIONS_AN_ALARM = 5;

/** Splits functions into groups that fit into one alarm. */
export function alarmGroups<Item>(functions: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(functions.length / FUNCTIONS_AN_ALARM);
  return Array.from({ length: count }, (_, index) =>
    functions.slice(index * FUNCTIONS_AN_ALARM, (index + 1) * FUNCTIONS_AN_ALARM),
  );
}

/** The number of invocations that failed or were throttled. FILL, because an unused function has no data. */
export function failedCalls(functions: readonly IFunction[]): IMetric {
  const period = FIVE_MINUTES;
  const usingMetrics = Object.fromEntries(
    functions.flatMap((one, index) => [
      [`errors${index}`, one.metricErrors({ period })],
      [`throttles${index}`, one.metricThrottles({ period })],
    ]),
  );
  const sum = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return new MathExpression({ expression: sum, usingMetrics, label: 'errors and throttles', period });
}
