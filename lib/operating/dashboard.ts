import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MispApi } from '../api/misp-api.ts';
import type { AuditBus } from '../audit/audit-bus.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { AuditPublisher } from '../audit/audit-publisher.ts';
import type { OutboxSweeper } from '../audit/outbox-sweeper.ts';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuditOutboxTable } from '../data/audit-outbox-table.ts';
import type { MispsTable } from '../data/misps-table.ts';
import type { LicenseAnnouncer } from '../expiry/license-announcer.ts';
import type { AuthorizerFunction } from '../functions/authorizer-function.ts';
import type { OperationFunctions } from '../functions/operation-functions.ts';
import { ruleInvocations } from './rule-invocations.ts';
import { FIVE_MINUTES, serviceMetric } from './service-metric.ts';

export interface DashboardProps {
  readonly configuration: StageConfiguration;
  readonly api: MispApi;
  readonly operations: OperationFunctions;
  readonly authorizer: AuthorizerFunction;
  readonly misps: MispsTable;
  readonly auditOutbox: AuditOutboxTable;
  readonly auditBus: AuditBus;
  readonly publisher: AuditPublisher;
  readonly sweeper: OutboxSweeper;
  readonly auditLog: AuditLog;
  readonly announcer: LicenseAnnouncer;
}

const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []) =>
  new GraphWidget({ title, left: [...left], right: [...right], width: 8, height: 6 });
const heading = (markdown: string) => new TextWidget({ markdown: `## ${markdown}`, width: 24, height: 1 });

/** One page, from what callers see to what arrives on the bus. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: physicalName(props.configuration, 'service'),
    });
    dashboard.addWidgets(heading('What callers see'));
    dashboard.addWidgets(...callers(props));
    dashboard.addWidgets(heading('Operations'));
    dashboard.addWidgets(...operations(props));
    dashboard.addWidgets(...failingOperations(props));
    dashboard.addWidgets(heading('Audit trail: an empty outbox means that everything is delivered'));
    dashboard.addWidgets(...auditTrail(props));
    dashboard.addWidgets(heading('Licences that are about to expire'));
    dashboard.addWidgets(...announcements(props));
  }
}

function callers({ configuration, api: { stage }, authorizer }: DashboardProps): IWidget[] {
  const period = FIVE_MINUTES;
  return [
    graph(
      'Requests',
      [stage.metricCount({ period })],
      [stage.metricClientError({ period }), stage.metricServerError({ period })],
    ),
    graph('Time to answer, ms', [
      stage.metricLatency({ period, statistic: 'p50', label: 'p50' }),
      stage.metricLatency({ period, statistic: 'p99', label: 'p99' }),
    ]),
    graph(
      'Authorizer',
      [authorizer.function.metricInvocations({ period })],
      [
        authorizer.function.metricErrors({ period }),
        authorizer.function.metricThrottles({ period }),
        serviceMetric(configuration, 'TokensRefused'),
      ],
    ),
  ];
}

function operations({ configuration, operations: { all }, misps, auditOutbox }: DashboardProps): IWidget[] {
  const period = FIVE_MINUTES;
  const ofEach = (metric: (operation: (typeof all)[number]) => IMetric) => all.map(metric);
  return [
    graph(
      'Calls',
      ofEach(({ contract, served }) => served.function.metricInvocations({ period, label: contract.name })),
    ),
    graph(
      'Time, p99, ms',
      ofEach(({ contract, served }) =>
        served.function.metricDuration({ period, statistic: 'p99', label: contract.name }),
      ),
    ),
    graph(
      'Crashed or out of time',
      ofEach(({ contract, served }) => served.function.metricErrors({ period, label: contract.name })),
    ),
    graph(
      'Throttled',
      ofEach(({ contract, served }) => served.function.metricThrottles({ period, label: contract.name })),
    ),
    graph(
      'All operations: answers of 500 and 503; right: turned away with 400 or 401',
      [
        serviceMetric(configuration, 'RequestsFailed'),
        serviceMetric(configuration, 'StoreUnavailable'),
        serviceMetric(configuration, 'RequestsContended'),
        serviceMetric(configuration, 'MispItemTooLarge'),
      ],
      [serviceMetric(configuration, 'RequestsTurnedAway')],
    ),
    graph('Capacity units', [
      misps.metricConsumedReadCapacityUnits({ period, label: 'misps read' }),
      misps.metricConsumedWriteCapacityUnits({ period, label: 'misps write' }),
      auditOutbox.metricConsumedWriteCapacityUnits({ period, label: 'outbox write' }),
    ]),
  ];
}

/**
 * Shows which operation failed, and why, from the logs: the service's metrics cover all operations together. Each view
 * of the dashboard runs these queries.
 */
function failingOperations({ operations: { all } }: DashboardProps): IWidget[] {
  const logGroupNames = all.map(({ served }) => served.function.logGroup.logGroupName);
  const table = (title: string, filter: string, groups: string) =>
    new LogQueryWidget({
      ...{ title, logGroupNames, width: 12, height: 6 },
      queryLines: [`filter ${filter}`, `stats count(*) as requests by ${groups}`, 'sort requests desc'],
    });
  return [
    table(
      'Which operation failed: 500, 503, MISP too large',
      'event = "request-failed" or outcome = "PMS_MSP_905"',
      'operation, errorName, cause, outcome',
    ),
    table('Which operation turned requests away: 400, 401', 'event = "request-turned-away"', 'operation, problems.0'),
  ];
}

function auditTrail({ configuration, auditBus, publisher, sweeper, auditLog }: DashboardProps): IWidget[] {
  const period = FIVE_MINUTES;
  const queues = [publisher.failures, sweeper.missedRuns, auditLog.undelivered];
  return [
    graph(
      'Published; right: into the audit log',
      [serviceMetric(configuration, 'AuditRecordsPublished')],
      [ruleInvocations(auditBus, auditLog).with({ label: 'the rule' })],
    ),
    graph('Delayed and refused', [
      serviceMetric(configuration, 'OutboxRowsDelayed'),
      serviceMetric(configuration, 'AuditEntriesRefused'),
    ]),
    graph(
      'Publisher and sweeper: crashed, out of time or throttled',
      [publisher, sweeper].flatMap(({ function: one, functionName }) => [
        one.metricErrors({ period, label: `${functionName}, errors` }),
        one.metricThrottles({ period, label: `${functionName}, throttles` }),
      ]),
    ),
    graph('Behind the stream, ms', [publisher.function.metric('IteratorAge', { statistic: 'Maximum', period })]),
    graph('Outbox: rows, and poison', [
      serviceMetric(configuration, 'OutboxRows', 'Maximum'),
      serviceMetric(configuration, 'OutboxPoisonRows', 'Maximum'),
    ]),
    graph('Outbox: oldest row, s', [serviceMetric(configuration, 'OutboxOldestAgeSeconds', 'Maximum')]),
    graph(
      'Dead letters',
      queues.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ period })),
    ),
  ];
}

function announcements({ configuration, announcer }: DashboardProps): IWidget[] {
  return [
    graph('Announced', [serviceMetric(configuration, 'LicensesAnnounced')]),
    graph('Behind, s', [serviceMetric(configuration, 'AnnouncementsBehindSeconds', 'Maximum')]),
    graph('Crashed or out of time', [announcer.function.metricErrors({ period: FIVE_MINUTES })]),
  ];
}
