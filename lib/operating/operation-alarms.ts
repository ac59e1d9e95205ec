import { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuthorizerFunction } from '../functions/authorizer-function.ts';
import type { OperationFunctions } from '../functions/operation-functions.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import { FIVE_MINUTES, serviceMetric } from './service-metric.ts';

export interface OperationAlarmsProps {
  readonly configuration: StageConfiguration;
  readonly topic: AlarmTopic;
  readonly operations: OperationFunctions;
  readonly authorizer: AuthorizerFunction;
}

/** Alarms of the functions behind the gateway. */
export class OperationAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration, topic, operations, authorizer }: OperationAlarmsProps) {
    super(scope, id);
    const shared = { configuration, topic };
    new ImpactAlarm(this, 'authorize-caller-failing', {
      ...shared,
      thing: 'authorize-caller-failing',
      metric: authorizer.function.metricErrors({ period: FIVE_MINUTES }),
      threshold: 1,
      periods: [2, 3],
      wrong: 'The authorizer fails or runs out of time: most likely the token issuer cannot be reached.',
      effect: 'Callers whose token is not in the cache get 500 on every operation.',
      runbook: 'authorizer-failing',
    });
    for (const { contract, served } of operations.all) {
      new ImpactAlarm(this, `${contract.name}-failing`, {
        ...shared,
        thing: `${contract.name}-failing`,
        metric: served.function.metricErrors({ period: FIVE_MINUTES }),
        threshold: 1,
        periods: [2, 3],
        wrong: `The function ${contract.name} crashes or runs out of time.`,
        effect: `Callers of "${contract.summary}" get a bare 500 and do not know whether their request took effect.`,
        runbook: 'function-failing',
      });
      new ImpactAlarm(this, `${contract.name}-unforeseen`, {
        ...shared,
        thing: `${contract.name}-unforeseen`,
        metric: serviceMetric(served, 'RequestsFailed'),
        threshold: 1,
        periods: [1, 1],
        wrong: `The function ${contract.name} met something unforeseen: a grant or key that is gone, or a mistake in it.`,
        effect: `Callers of "${contract.summary}" get 500 or 503; nothing is disclosed or changed unaudited.`,
        runbook: 'api-failing',
      });
      new ImpactAlarm(this, `${contract.name}-store-unavailable`, {
        ...shared,
        thing: `${contract.name}-store-unavailable`,
        metric: serviceMetric(served, 'StoreUnavailable'),
        threshold: 5,
        periods: [2, 3],
        wrong: `The function ${contract.name} cannot read or write its tables in time.`,
        effect: `Callers of "${contract.summary}" get 503 and are asked to retry; nothing is disclosed or changed unaudited.`,
        runbook: 'store-unavailable',
      });
      if (contract.errors.includes('misp-too-large')) {
        new ImpactAlarm(this, `${contract.name}-item-too-large`, {
          ...shared,
          thing: `${contract.name}-item-too-large`,
          metric: serviceMetric(served, 'MispItemTooLarge'),
          threshold: 1,
          periods: [1, 1],
          wrong: 'An imported MISP is so large that a change of it does not fit into its item.',
          effect: `"${contract.summary}" was refused for that MISP, a revocation included; all other MISPs are served.`,
          runbook: 'misp-item-too-large',
        });
      }
    }
  }
}
