import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AuditBus } from '../audit/audit-bus.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { AuditPublisher } from '../audit/audit-publisher.ts';
import type { OutboxSweeper } from '../audit/outbox-sweeper.ts';
import { type AlarmContext, ImpactAlarm } from './impact-alarm.ts';
import { ruleInvocations } from './rule-invocations.ts';
import { FIVE_MINUTES, serviceMetric } from './service-metric.ts';

export interface AuditAlarmsProps extends AlarmContext {
  readonly auditBus: AuditBus;
  readonly publisher: AuditPublisher;
  readonly sweeper: OutboxSweeper;
  readonly auditLog: AuditLog;
}

/** The stream delivers younger rows. If a sweep finds an older row, the publisher has failed to deliver it. */
const MISSED_BY_THE_STREAM_SECONDS = 300;

const LATE = 'Callers are served. Audit records and domain events arrive late; none is lost.';

/** Alarms on the delivery from the outbox to the bus and the audit log. */
export class AuditAlarms extends Construct {
  constructor(scope: Construct, id: string, props: AuditAlarmsProps) {
    super(scope, id);
    const { configuration, topic, auditBus, publisher, sweeper, auditLog } = props;
    const context = { configuration, topic };

    // Errors, throttles and lag of the publisher need no alarms of their own. They leave old rows in the outbox, which
    // the sweeper measures, or messages in the failure queue.
    new ImpactAlarm(this, 'audit-delayed', {
      ...context,
      metric: serviceMetric(configuration, 'OutboxOldestAgeSeconds', 'Maximum'),
      threshold: MISSED_BY_THE_STREAM_SECONDS,
      periods: [3, 3],
      missing: 'unchanged',
      wrong: 'For 15 minutes the outbox has held rows that the publisher did not deliver within five minutes.',
      impact: LATE,
      runbook: 'audit-delayed',
    });
    new ImpactAlarm(this, 'audit-delivery-gave-up', {
      ...context,
      metric: new MathExpression({
        expression: 'FILL(positions, 0) + FILL(runs, 0)',
        usingMetrics: { positions: visibleIn(publisher.failures), runs: visibleIn(sweeper.missedRuns) },
        label: 'messages in the failure queues',
        period: FIVE_MINUTES,
      }),
      threshold: 1,
      periods: [1, 1],
      wrong: 'The publisher gave up part of the stream, or a run of the sweeper could not be started.',
      impact: LATE,
      runbook: 'audit-delayed',
    });
    new ImpactAlarm(this, 'audit-refused', {
      ...context,
      metric: serviceMetric(configuration, 'OutboxPoisonRows', 'Maximum'),
      threshold: 1,
      periods: [1, 1],
      missing: 'unchanged',
      wrong: 'The bus refuses a row of the outbox for good, or the row cannot be read.',
      impact:
        'Callers are served. The records of that request are stored, but not on the bus, and will not get there by themselves.',
      runbook: 'audit-refused',
    });
    new ImpactAlarm(this, 'sweeper-not-running', {
      ...context,
      metric: serviceMetric(configuration, 'OutboxRows', 'Maximum'),
      threshold: 'no-data',
      // The longest run leaves two periods without data.
      periods: [3, 3],
      wrong: 'The sweeper has not measured the outbox for 15 minutes: it does not run, or it fails.',
      impact:
        'Callers are served. Audit records that the stream missed are late until it runs again, and other audit alarms are blind.',
      runbook: 'sweeper-not-running',
    });
    new ImpactAlarm(this, 'audit-log-incomplete', {
      ...context,
      metric: visibleIn(auditLog.undelivered),
      threshold: 1,
      periods: [1, 1],
      wrong: 'Events reached the bus but not the audit log group.',
      impact: 'Callers are served. Queries of the audit log miss these events; the archive has them.',
      runbook: 'audit-log-incomplete',
    });
    // PutEvents reports no error for a deleted bus or a disabled rule, so nothing else would show them.
    new ImpactAlarm(this, 'audit-rule-not-invoked', {
      ...context,
      metric: new MathExpression({
        expression: 'IF(FILL(published, 0) > 0 AND FILL(invocations, 0) == 0, 1, 0)',
        usingMetrics: {
          published: serviceMetric(configuration, 'AuditRecordsPublished'),
          invocations: ruleInvocations(auditBus, auditLog),
        },
        label: 'published, but the rule was not invoked',
        period: FIVE_MINUTES,
      }),
      threshold: 1,
      // Not three in a row: with little traffic hardly any two periods in a row publish something.
      periods: [3, 12],
      wrong:
        'Events were published, but the rule of the audit log was not invoked: it is disabled, or the bus is gone.',
      impact:
        'Callers are served. Audit records do not reach the audit log (without a bus: any consumer), and are deleted from the outbox.',
      runbook: 'audit-rule-not-invoked',
    });
  }
}

function visibleIn(queue: Queue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: FIVE_MINUTES });
}
