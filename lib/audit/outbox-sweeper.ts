import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { publisherVariables } from '../../functions/environment/environment.ts';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuditOutboxTable } from '../data/audit-outbox-table.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { AuditBus } from './audit-bus.ts';
import { deliveryStatements } from './audit-publisher.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface OutboxSweeperProps {
  readonly configuration: StageConfiguration;
  readonly auditOutbox: AuditOutboxTable;
  readonly auditBus: AuditBus;
}

const INTERVAL = Duration.minutes(5);

/** Publishes what the stream missed: every five minutes, all rows of the outbox that are older than that. */
export class OutboxSweeper extends ServiceFunction<(typeof publisherVariables)[number]> {
  /** Runs that could not be started. */
  readonly missedRuns: DeadLetterQueue;

  constructor(scope: Construct, id: string, { configuration, auditOutbox, auditBus }: OutboxSweeperProps) {
    super(scope, id, {
      configuration,
      name: 'sweep-audit-outbox',
      description: 'Publish audit rows that have stayed in the outbox, and measure it',
      // It stops by itself a minute before.
      timeout: Duration.minutes(14),
      environment: { AUDIT_OUTBOX_TABLE: auditOutbox.tableName, AUDIT_BUS: auditBus.bus.eventBusName },
      statements: [
        ...deliveryStatements(auditOutbox, auditBus),
        new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [auditOutbox.tableArn] }),
      ],
    });
    // The next run is the retry: one that Lambda has not started by then is dropped, not kept for the six hours of the default.
    this.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: INTERVAL });
    this.missedRuns = new DeadLetterQueue(this, 'MissedRuns', { configuration, thing: 'sweep-audit-outbox-missed' });
    new Rule(this, 'Schedule', {
      ruleName: physicalName(configuration, 'sweep-audit-outbox'),
      description: 'Sweep the audit outbox',
      schedule: Schedule.rate(INTERVAL),
      targets: [
        new LambdaFunction(this.function, {
          deadLetterQueue: this.missedRuns,
          retryAttempts: 2,
          maxEventAge: INTERVAL,
        }),
      ],
    });
  }
}
