import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_DIMENSION, METRIC_NAMESPACE, type MetricName } from '../../functions/telemetry/metrics.ts';
import { deploymentName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';

export const FIVE_MINUTES = Duration.minutes(5);

/** A metric of the functions themselves, over all of them together. */
export function serviceMetric(
  configuration: StageConfiguration,
  metricName: MetricName,
  statistic: 'Sum' | 'Maximum' = 'Sum',
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [METRIC_DIMENSION]: deploymentName(configuration) },
    statistic,
    period: FIVE_MINUTES,
  });
}
