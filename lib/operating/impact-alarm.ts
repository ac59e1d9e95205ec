import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import type { Runbook } from './runbooks.ts';

export interface ImpactAlarmProps {
  readonly configuration: StageConfiguration;
  readonly topic: AlarmTopic;
  /** The last part of the alarm's name. */
  readonly thing: string;
  readonly metric: IMetric;
  /** Alarms when the metric is as large as this or larger. */
  readonly threshold: number;
  /** How many of the last periods must be so: `[2, 3]` is two of three. */
  readonly periods: readonly [alarming: number, of: number];
  /** Whether no data at all is a reason for the alarm. */
  readonly missingIsBreaching?: boolean;
  /** What is wrong. */
  readonly wrong: string;
  /** What that does to callers, or to those who read the audit trail. */
  readonly effect: string;
  readonly runbook: Runbook;
}

/** An alarm that says what is wrong, whom it hurts and which page of the runbook helps. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id, {
      alarmName: physicalName(props.configuration, props.thing),
      alarmDescription: `${props.wrong} Effect: ${props.effect} Runbook: docs/runbooks/${props.runbook}.md`,
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      datapointsToAlarm: props.periods[0],
      evaluationPeriods: props.periods[1],
      treatMissingData: props.missingIsBreaching ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    props.topic.notifyOf(this);
  }
}
