import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AuditBus } from '../audit/audit-bus.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { AuditPublisher } from '../audit/audit-publisher.ts';
import type { OutboxSweeper } from '../audit/outbox-sweeper.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { ImpactAlarm, type ImpactAlarmProps } from './impact-alarm.ts';
import { ruleInvocations } from './rule-invocations.ts';
import { FIVE_MINUTES, serviceMetric } from './service-metric.ts';

export interface AuditAlarmsProps {
  readonly configuration: StageConfiguration;
  readonly topic: AlarmTopic;
  readonly auditBus: AuditBus;
  readonly publisher: AuditPublisher;
  readonly sweeper: OutboxSweeper;
  readonly auditLog: AuditLog;
}

type AlarmText = Pick<ImpactAlarmProps, 'wrong' | 'effect' | 'runbook'>;
type AlarmRule = Pick<ImpactAlarmProps, 'threshold' | 'periods' | 'missingIsBreaching'>;

/** Any at all, at once. */
const ANY: AlarmRule = { threshold: 1, periods: [1, 1] };
/**
 * For what the sweeper measures. A sweeper that does not run measures nothing, which is the worst case; its longest run
 * leaves two periods without data, so three are looked at.
 */
const swept = (threshold: number): AlarmRule => ({ threshold, periods: [3, 3], missingIsBreaching: true });

/** Alarms of the way from the outbox to the bus and the audit log. */
export class AuditAlarms extends Construct {
  private readonly props: AuditAlarmsProps;

  constructor(scope: Construct, id: string, props: AuditAlarmsProps) {
    super(scope, id);
    this.props = props;
    const { auditBus, publisher, sweeper, auditLog } = props;
    const late = 'Audit records and domain events arrive late; none is lost, callers are served.';

    this.alarm('audit-outbox-age', serviceMetric(sweeper, 'OutboxOldestAgeSeconds', 'Maximum'), swept(900), {
      wrong: 'A row has been in the audit outbox for a quarter of an hour or more, or the sweeper does not measure.',
      effect: late,
      runbook: 'audit-delayed',
    });
    this.alarm('audit-outbox-rows', serviceMetric(sweeper, 'OutboxRows', 'Maximum'), swept(10_000), {
      wrong: 'More than 10,000 rows wait in the audit outbox, or the sweeper does not measure.',
      effect: late,
      runbook: 'audit-delayed',
    });
    this.alarm('audit-outbox-poison', serviceMetric(sweeper, 'OutboxPoisonRows', 'Maximum'), swept(1), {
      wrong: 'The bus refuses a row for good, or the sweeper does not measure.',
      effect: 'Records of that request are stored but not on the bus, and will not get there by themselves.',
      runbook: 'audit-refused',
    });
    this.alarm('audit-refused', serviceMetric(publisher, 'AuditEntriesRefused'), ANY, {
      wrong: 'The bus refuses entries for good: malformed, too large or not authorized.',
      effect: 'Their rows stay in the outbox and do not get to the bus by themselves.',
      runbook: 'audit-refused',
    });
    const iteratorAge = publisher.function.metric('IteratorAge', { statistic: 'Maximum', period: FIVE_MINUTES });
    this.alarm(
      'publish-audit-behind',
      iteratorAge,
      { threshold: 300_000, periods: [2, 2] },
      {
        wrong: 'The publisher is five minutes or more behind the stream of the outbox.',
        effect: late,
        runbook: 'audit-delayed',
      },
    );
    this.alarm(
      'publish-audit-failing',
      publisher.function.metricErrors({ period: FIVE_MINUTES }),
      { threshold: 1, periods: [2, 3] },
      {
        wrong: 'The publisher crashes or runs out of time.',
        effect: late,
        runbook: 'audit-delayed',
      },
    );
    this.alarm('publish-audit-gave-up', visible(publisher.failures), ANY, {
      wrong: 'The publisher gave up on part of the stream; the sweeper takes those rows over.',
      effect: late,
      runbook: 'audit-delayed',
    });
    this.alarm(
      'sweep-audit-outbox-failing',
      sweeper.function.metricErrors({ period: FIVE_MINUTES }),
      { threshold: 1, periods: [2, 3] },
      {
        wrong: 'The sweeper crashes or runs out of time.',
        effect: 'What the stream missed stays in the outbox: audit records are late until it runs again.',
        runbook: 'sweeper-not-running',
      },
    );
    this.alarm('sweep-audit-outbox-missed', visible(sweeper.missedRuns), ANY, {
      wrong: 'A run of the sweeper could not be started.',
      effect: 'What the stream missed stays in the outbox: audit records are late until it runs again.',
      runbook: 'sweeper-not-running',
    });
    this.alarm('audit-log-undelivered', visible(auditLog.undelivered), ANY, {
      wrong: 'Events reached the bus but not the audit log group.',
      effect: 'Queries of the audit log miss them; the archive has them.',
      runbook: 'audit-log-incomplete',
    });
    // A bus that is gone takes events without a word, and a rule that is disabled lets them pass: nothing else would tell.
    const publishedInVain = new MathExpression({
      expression: 'IF(FILL(byStream, 0) + FILL(bySweeper, 0) > 0 AND FILL(invocations, 0) == 0, 1, 0)',
      usingMetrics: {
        byStream: serviceMetric(publisher, 'AuditRecordsPublished'),
        bySweeper: serviceMetric(sweeper, 'AuditRecordsPublished'),
        invocations: ruleInvocations(auditBus, auditLog),
      },
      label: 'published, but the rule was not invoked',
      period: FIVE_MINUTES,
    });
    this.alarm(
      'audit-rule-not-invoked',
      publishedInVain,
      { threshold: 1, periods: [3, 3] },
      {
        wrong:
          'Events were published, but the rule of the audit log was not invoked: it is disabled, or the bus is gone.',
        effect:
          'Audit records reach neither the audit log nor, without a bus, anybody, and are deleted from the outbox.',
        runbook: 'audit-rule-not-invoked',
      },
    );
  }

  private alarm(thing: string, metric: IMetric, rule: AlarmRule, text: AlarmText): void {
    const { configuration, topic } = this.props;
    new ImpactAlarm(this, thing, { configuration, topic, thing, metric, ...rule, ...text });
  }
}

function visible(queue: Queue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: Duration.minutes(5) });
}
