import { Construct } from 'constructs';
import type { MispApi } from '../api/misp-api.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import { FIVE_MINUTES } from './service-metric.ts';

export interface ApiAlarmsProps {
  readonly configuration: StageConfiguration;
  readonly topic: AlarmTopic;
  readonly api: MispApi;
}

/** Alarms of what callers see, whatever the cause. */
export class ApiAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration, topic, api }: ApiAlarmsProps) {
    super(scope, id);
    new ImpactAlarm(this, 'Failing', {
      configuration,
      topic,
      thing: 'api-failing',
      metric: api.stage.metricServerError({ period: FIVE_MINUTES }),
      threshold: 5,
      periods: [2, 3],
      wrong: 'The gateway answers with 5xx.',
      effect: 'Callers are not served, or are asked to retry.',
      runbook: 'api-failing',
    });
    new ImpactAlarm(this, 'Slow', {
      configuration,
      topic,
      thing: 'api-slow',
      metric: api.stage.metricLatency({ period: FIVE_MINUTES, statistic: 'p99' }),
      threshold: 3000,
      periods: [3, 3],
      wrong: 'One request in a hundred takes three seconds or more.',
      effect: 'Callers wait; those with a short time limit give up although their request may take effect.',
      runbook: 'api-slow',
    });
  }
}
