/**
 * Metrics in CloudWatch's embedded metric format: a log line that CloudWatch turns into metrics, without a call on the
 * request path.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

/** Every metric of the functions, with its unit. The alarms of the stack use these names. */
export const metricUnits = {
  RequestsTurnedAway: 'Count',
  RequestsFailed: 'Count',
  RequestsContended: 'Count',
  TokensRefused: 'Count',
  StoreUnavailable: 'Count',
  MispItemTooLarge: 'Count',
  AuditRecordsPublished: 'Count',
  AuditEntriesRefused: 'Count',
  OutboxRowsDelayed: 'Count',
  OutboxRows: 'Count',
  OutboxOldestAgeSeconds: 'Seconds',
  OutboxPoisonRows: 'Count',
  LicensesAnnounced: 'Count',
  AnnouncementsBehindSeconds: 'Seconds',
} as const;

export type MetricName = keyof typeof metricUnits;
export type MetricValues = { readonly [Name in MetricName]?: number };

export const METRIC_NAMESPACE = 'MispManagement';
export const METRIC_DIMENSION = 'Service';

/** Writes metrics; the functions use `metricsOf`, tests collect them. */
export type Metrics = (values: MetricValues) => void;

const isMetricName = (name: string): name is MetricName => Object.hasOwn(metricUnits, name);

/**
 * Metrics of a whole deployment: one dimension set for all functions, so that an alarm reads one metric. The log says
 * which operation it was.
 * @param service the deployment, `<service>-<stage>`.
 */
export function metricsOf(service: string): Metrics {
  return (values) => {
    const metrics = Object.keys(values)
      .filter(isMetricName)
      .map((name) => ({ Name: name, Unit: metricUnits[name] }));
    const line = {
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [{ Namespace: METRIC_NAMESPACE, Dimensions: [[METRIC_DIMENSION]], Metrics: metrics }],
      },
      [METRIC_DIMENSION]: service,
      ...values,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}
