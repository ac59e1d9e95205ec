import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { publisherVariables } from '../../functions/environment/environment.ts';
import { deploymentName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuditOutboxTable } from '../data/audit-outbox-table.ts';
import { ScheduledFunction } from '../functions/scheduled-function.ts';
import type { AuditBus } from './audit-bus.ts';
import { deliveryStatements } from './audit-publisher.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface OutboxSweeperProps {
  readonly configuration: StageConfiguration;
  readonly auditOutbox: AuditOutboxTable;
  readonly auditBus: AuditBus;
}

/** Publishes what the stream missed: every five minutes, all outbox rows older than five minutes. */
export class OutboxSweeper extends ScheduledFunction<(typeof publisherVariables)[number]> {
  /** Runs that could not be started. */
  readonly missedRuns: DeadLetterQueue;

  constructor(scope: Construct, id: string, { configuration, auditOutbox, auditBus }: OutboxSweeperProps) {
    super(scope, id, {
      configuration,
      name: 'sweep-audit-outbox',
      description: 'Publish audit rows that have stayed in the outbox, and measure it',
      environment: {
        SERVICE: deploymentName(configuration),
        AUDIT_OUTBOX_TABLE: auditOutbox.tableName,
        AUDIT_BUS: auditBus.bus.eventBusName,
      },
      statements: [
        ...deliveryStatements(auditOutbox, auditBus),
        new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [auditOutbox.tableArn] }),
      ],
    });
    this.missedRuns = new DeadLetterQueue(this, 'MissedRuns', { configuration, thing: 'sweep-audit-outbox-missed' });
    this.runEvery(Duration.minutes(5), this.missedRuns);
  }
}
