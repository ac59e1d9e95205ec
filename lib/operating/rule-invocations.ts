import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AuditBus } from '../audit/audit-bus.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { FIVE_MINUTES } from './service-metric.ts';

/**
 * How often the bus's rule has called its target, the audit log. EventBridge counts rules of a bus that is not the default one
 * under both names, and writes nothing where there is nothing to count
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html).
 */
export function ruleInvocations({ bus }: AuditBus, { ruleName }: AuditLog): Metric {
  return new Metric({
    namespace: 'AWS/Events',
    metricName: 'Invocations',
    dimensionsMap: { EventBusName: bus.eventBusName, RuleName: ruleName },
    statistic: 'Sum',
    period: FIVE_MINUTES,
  });
}
