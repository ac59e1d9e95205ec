import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
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

const QUARTER_OF_AN_HOUR = Duration.minutes(15);

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
    const { refusedPercent, refusedRequests } = configuration.alarms;
    // Counted by the gateway: the authorizer does not see a token again whose refusal the gateway has in its cache.
    const manyRefused = new MathExpression({
      expression: `IF(refused > ${refusedRequests} AND refused * 100 > requests * ${refusedPercent}, 1, 0)`,
      usingMetrics: {
        refused: api.stage.metricClientError({ period: QUARTER_OF_AN_HOUR }),
        requests: api.stage.metricCount({ period: QUARTER_OF_AN_HOUR }),
      },
      label: 'callers refused',
      period: QUARTER_OF_AN_HOUR,
    });
    new ImpactAlarm(this, 'Refused', {
      configuration,
      topic,
      thing: 'callers-refused',
      metric: manyRefused,
      threshold: 1,
      periods: [1, 1],
      wrong: `Over ${refusedPercent} % of all requests, and over ${refusedRequests} in a quarter of an hour, are refused with 4xx.`,
      effect: 'Callers are turned away: all of them, when audience, role or signing key no longer fit their tokens.',
      runbook: 'callers-refused',
    });
  }
}
