import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic.ts';
import { AnnouncementAlarm } from './announcement-alarm.ts';
import { ApiAlarms, type ApiAlarmsProps } from './api-alarms.ts';
import { AuditAlarms, type AuditAlarmsProps } from './audit-alarms.ts';
import type { AlarmContext } from './impact-alarm.ts';
import { OperationAlarms, type OperationAlarmsProps } from './operation-alarms.ts';

export type AlarmsProps = Omit<ApiAlarmsProps & OperationAlarmsProps & AuditAlarmsProps, 'topic'>;

/** One alarm for each thing that a person must do something about. docs/runbooks/README.md lists them. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = new AlarmTopic(this, 'Topic', props);
    const context: AlarmContext = { configuration: props.configuration, topic };
    new ApiAlarms(this, 'Api', { ...props, topic });
    new OperationAlarms(this, 'Operations', { ...props, topic });
    new AuditAlarms(this, 'Audit', { ...props, topic });
    new AnnouncementAlarm(this, context);
  }
}
