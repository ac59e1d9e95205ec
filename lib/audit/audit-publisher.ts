import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { publisherVariables } from '../../functions/environment/environment.ts';
import { deploymentName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuditOutboxTable } from '../data/audit-outbox-table.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { AuditBus } from './audit-bus.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface AuditPublisherProps {
  readonly configuration: StageConfiguration;
  readonly auditOutbox: AuditOutboxTable;
  readonly auditBus: AuditBus;
}

/** Publishes rows from the outbox's stream to the bus, and deletes them once the bus has accepted every entry. */
export class AuditPublisher extends ServiceFunction<(typeof publisherVariables)[number]> {
  /**
   * Discarded positions of the stream, as a signal. The rows themselves are still in the outbox, where the sweeper
   * finds them.
   */
  readonly failures: DeadLetterQueue;

  constructor(scope: Construct, id: string, { configuration, auditOutbox, auditBus }: AuditPublisherProps) {
    super(scope, id, {
      configuration,
      name: 'publish-audit',
      description: 'Publish audit rows from the outbox to the bus',
      timeout: Duration.seconds(60),
      environment: {
        SERVICE: deploymentName(configuration),
        AUDIT_OUTBOX_TABLE: auditOutbox.tableName,
        AUDIT_BUS: auditBus.bus.eventBusName,
      },
      statements: [
        ...deliveryStatements(auditOutbox, auditBus),
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [auditOutbox.streamArn],
        }),
        // Lambda needs it, and IAM has no resource for it.
        new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
      ],
    });
    this.failures = new DeadLetterQueue(this, 'Failures', { configuration, thing: 'publish-audit-failures' });
    new EventSourceMapping(this, 'OutboxStream', {
      target: this.function,
      eventSourceArn: auditOutbox.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // The stream also contains deletions, which are not published.
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
      batchSize: 100,
      parallelizationFactor: 2,
      reportBatchItemFailures: true,
      retryAttempts: 3,
      // A row that fails for longer must not hold up the next rows. The sweeper takes it over.
      maxRecordAge: Duration.minutes(15),
      onFailure: new SqsDlq(this.failures),
    });
  }
}

/** The grants to deliver a row: put its entries on the bus, then delete it in a batch. */
export function deliveryStatements(auditOutbox: AuditOutboxTable, auditBus: AuditBus): readonly PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['events:PutEvents'], resources: [auditBus.bus.eventBusArn] }),
    // IAM authorizes a batch as a whole, whether it puts or deletes.
    new PolicyStatement({ actions: ['dynamodb:BatchWriteItem'], resources: [auditOutbox.tableArn] }),
  ];
}
