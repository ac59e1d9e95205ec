import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { VariableName } from '../../functions/environment/environment.ts';
import { METRIC_DIMENSION, METRIC_NAMESPACE, type MetricName } from '../../functions/telemetry/metrics.ts';
import type { ServiceFunction } from '../functions/service-function.ts';

export const FIVE_MINUTES = Duration.minutes(5);

/** A metric that a function of the service writes itself. */
export function serviceMetric<Variables extends VariableName>(
  source: ServiceFunction<Variables>,
  metricName: MetricName,
  statistic: 'Sum' | 'Maximum' = 'Sum',
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [METRIC_DIMENSION]: source.function.functionName },
    statistic,
    period: FIVE_MINUTES,
  });
}
