import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import { auditBusName, physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { keptOrDestroyed } from '../data/kept-or-destroyed.ts';

export interface AuditBusProps {
  readonly configuration: StageConfiguration;
}

/** The bus that audit records and domain events arrive on, with an archive to replay them from. */
export class AuditBus extends Construct {
  readonly bus: EventBus;
  readonly archiveName: string;

  constructor(scope: Construct, id: string, { configuration }: AuditBusProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: auditBusName(configuration),
      description: 'Audit records and domain events of the MISP Management Service',
    });
    this.archiveName = physicalName(configuration, 'audit');
    // Written out: the ready-made archive names an empty key, which EventBridge refuses in some regions.
    const archive = new CfnArchive(this, 'Archive', {
      sourceArn: this.bus.eventBusArn,
      archiveName: this.archiveName,
      description: 'Every audit record and domain event, to replay',
      eventPattern: { source: [EVENT_SOURCE] },
      // Zero days keep events without end.
      retentionDays: configuration.auditArchiveDays,
    });
    // Both or none: a bus cannot be deleted while its archive stays.
    const removalPolicy = keptOrDestroyed(configuration);
    this.bus.applyRemovalPolicy(removalPolicy);
    archive.applyRemovalPolicy(removalPolicy);
  }
}
