import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MispApi } from '../api/misp-api.ts';
import { type AlarmContext, ImpactAlarm } from './impact-alarm.ts';
import { FIVE_MINUTES } from './service-metric.ts';

export interface ApiAlarmsProps extends AlarmContext {
  readonly api: MispApi;
}

const QUARTER_OF_AN_HOUR = Duration.minutes(15);

/** Alarms on what callers see, for any cause. */
export class ApiAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration, topic, api }: ApiAlarmsProps) {
    super(scope, id);
    const context = { configuration, topic };
    new ImpactAlarm(this, 'api-failing', {
      ...context,
      metric: api.stage.metricServerError({ period: FIVE_MINUTES }),
      threshold: 5,
      periods: [2, 3],
      wrong: 'The gateway answers with 5xx.',
      impact: 'Callers are not served, or are asked to retry.',
      runbook: 'api-failing',
    });
    new ImpactAlarm(this, 'api-slow', {
      ...context,
      metric: api.stage.metricLatency({ period: FIVE_MINUTES, statistic: 'p99' }),
      threshold: 3000,
      periods: [3, 3],
      wrong: 'One request in a hundred takes three seconds or more.',
      impact: 'Callers wait. Those with a short timeout give up, although their request may take effect.',
      runbook: 'api-slow',
    });
    const { refusedPercent, refusedRequests } = configuration.alarms;
    // Counted by the gateway, because the authorizer does not see tokens with a cached refusal.
    const manyRefused = new MathExpression({
      expression: `IF(refused > ${refusedRequests} AND refused * 100 > requests * ${refusedPercent}, 1, 0)`,
      usingMetrics: {
        refused: api.stage.metricClientError({ period: QUARTER_OF_AN_HOUR }),
        requests: api.stage.metricCount({ period: QUARTER_OF_AN_HOUR }),
      },
      label: 'callers refused',
      period: QUARTER_OF_AN_HOUR,
    });
    new ImpactAlarm(this, 'callers-refused', {
      ...context,
      metric: manyRefused,
      threshold: 1,
      periods: [1, 1],
      wrong: `In 15 minutes over ${refusedPercent} % of all requests, and over ${refusedRequests} of them, were refused with 4xx.`,
      impact: 'Callers are refused: all of them if audience, role or signing key no longer match their tokens.',
      runbook: 'callers-refused',
    });
  }
}
