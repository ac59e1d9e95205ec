import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AuditBus } from '../audit/audit-bus.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { FIVE_MINUTES } from './service-metric.ts';

/**
 * The invocations of the rule for the audit log. EventBridge uses both dimensions for rules of custom buses, and writes
 * no data for zero (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html).
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
