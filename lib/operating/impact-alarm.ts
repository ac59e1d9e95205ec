import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AlarmTopic } from './alarm-topic.ts';

/** What every alarm needs. */
export interface AlarmContext {
  readonly configuration: StageConfiguration;
  readonly topic: AlarmTopic;
}

export interface ImpactAlarmProps extends AlarmContext {
  readonly metric: IMetric;
  /**
   * Alarms if the metric is at least this value. `no-data` alarms only without data, and is for metrics that are never
   * negative.
   */
  readonly threshold: number | 'no-data';
  /** How many of the last periods must breach: `[2, 3]` is two of three. */
  readonly periods: readonly [alarming: number, of: number];
  /** How to treat a period without data. `unchanged` leaves the alarm as it is. By default `fine`. */
  readonly missing?: 'fine' | 'alarming' | 'unchanged';
  /** What is wrong. */
  readonly wrong: string;
  /** The effect on callers, or on readers of the audit trail. */
  readonly impact: string;
  /** The name of its page in docs/runbooks. A test checks that the page exists. */
  readonly runbook: string;
}

const TREATMENTS = {
  fine: TreatMissingData.NOT_BREACHING,
  alarming: TreatMissingData.BREACHING,
  unchanged: TreatMissingData.IGNORE,
} as const;

/**
 * An alarm with a description of the fault, its impact and the runbook page.
 * @param thing the last part of the alarm's name, and its id.
 */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, thing: string, props: ImpactAlarmProps) {
    const { configuration, topic, metric, threshold, periods, missing = 'fine' } = props;
    const isAboutNoData = threshold === 'no-data';
    super(scope, thing, {
      alarmName: physicalName(configuration, thing),
      alarmDescription: `${props.wrong} Impact: ${props.impact} Runbook: docs/runbooks/${props.runbook}.md`,
      metric,
      threshold: isAboutNoData ? 0 : threshold,
      comparisonOperator: isAboutNoData
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      datapointsToAlarm: periods[0],
      evaluationPeriods: periods[1],
      treatMissingData: TREATMENTS[isAboutNoData ? 'alarming' : missing],
    });
    topic.notifyOf(this);
  }
}
