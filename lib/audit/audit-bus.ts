import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { auditBusName, physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';

export interface AuditBusProps {
  readonly configuration: StageConfiguration;
}

/** `source` of every event that the service puts on the bus. */
export const EVENT_SOURCE = 'mosip.pms.misp';

/** The bus that audit records and domain events arrive on, with an archive to replay them from. */
export class AuditBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { configuration }: AuditBusProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: auditBusName(configuration),
      description: 'Audit records and domain events of the MISP Management Service',
    });
    const archive = this.bus.archive('Archive', {
      archiveName: physicalName(configuration, 'audit'),
      description: 'Every audit record and domain event, to replay',
      eventPattern: { source: [EVENT_SOURCE] },
      // Zero days keep events without end.
      retention: Duration.days(configuration.auditArchiveDays),
    });
    // Both or none: a bus cannot be deleted while its archive stays.
    const removalPolicy = configuration.data === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.bus.applyRemovalPolicy(removalPolicy);
    archive.applyRemovalPolicy(removalPolicy);
  }
}
