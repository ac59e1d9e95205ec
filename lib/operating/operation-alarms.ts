import { Construct } from 'constructs';
import type { AuthorizerFunction } from '../functions/authorizer-function.ts';
import type { OperationFunctions } from '../functions/operation-functions.ts';
import { alarmGroups, failedCalls } from './function-failures.ts';
import { type AlarmContext, ImpactAlarm } from './impact-alarm.ts';
import { serviceMetric } from './service-metric.ts';

export interface OperationAlarmsProps extends AlarmContext {
  readonly operations: OperationFunctions;
  readonly authorizer: AuthorizerFunction;
}

/** Alarms on the functions behind the gateway, over all operations together. The dashboard shows which one fails. */
export class OperationAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration, topic, operations, authorizer }: OperationAlarmsProps) {
    super(scope, id);
    const context = { configuration, topic };
    new ImpactAlarm(this, 'authorizer-failing', {
      ...context,
      metric: failedCalls([authorizer.function]),
      threshold: 1,
      periods: [2, 3],
      wrong: 'The authorizer fails, runs out of time or is throttled: most likely the token issuer cannot be reached.',
      impact: 'Callers whose token is not in the cache get 500 on every operation.',
      runbook: 'authorizer-failing',
    });
    for (const [index, group] of alarmGroups(operations.all).entries()) {
      const names = group.map(({ contract }) => contract.name).join(', ');
      new ImpactAlarm(this, `operations-failing-${index + 1}`, {
        ...context,
        metric: failedCalls(group.map(({ served }) => served.function)),
        threshold: 1,
        periods: [2, 3],
        wrong: `Lambda ends a call early or does not start it (crash, timeout, throttling). One of: ${names}.`,
        impact:
          'Callers get a bare 500 or 503 and do not know whether their request took effect. Repeating it is safe with its idempotency key.',
        runbook: 'operations-failing',
      });
    }
    new ImpactAlarm(this, 'requests-failed', {
      ...context,
      metric: serviceMetric(configuration, 'RequestsFailed'),
      threshold: 1,
      periods: [1, 1],
      wrong:
        'An operation hit an unexpected error: a bug, a missing grant or key, or an id counter that is behind the table (CounterBehind).',
      impact: 'Callers of that operation get 500 or 503. Nothing is disclosed or changed without its audit records.',
      runbook: 'api-failing',
    });
    new ImpactAlarm(this, 'store-unavailable', {
      ...context,
      metric: serviceMetric(configuration, 'StoreUnavailable'),
      threshold: 5,
      periods: [2, 3],
      wrong: 'Operations cannot read or write their tables in time.',
      impact: 'Callers get 503 and are asked to retry. Nothing is disclosed or changed without its audit records.',
      runbook: 'store-unavailable',
    });
    new ImpactAlarm(this, 'misp-item-too-large', {
      ...context,
      metric: serviceMetric(configuration, 'MispItemTooLarge'),
      threshold: 1,
      periods: [1, 1],
      wrong: 'A MISP is so large that a change does not fit into its item.',
      impact: 'The change was refused. If it was a revocation, the licence still works. Other MISPs are served.',
      runbook: 'misp-item-too-large',
    });
  }
}
