import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import type { VariableName } from '../../functions/environment/environment.ts';
import { auditBusName, physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { keptOrDestroyed } from '../data/kept-or-destroyed.ts';
import type { ServiceFunction } from '../functions/service-function.ts';

export interface AuditBusProps {
  readonly configuration: StageConfiguration;
}

/** The bus that audit records and domain events arrive on, with an archive to replay them from. */
export class AuditBus extends Construct {
  readonly bus: EventBus;
  readonly archiveName: string;
  private readonly redriveRoleArns: readonly string[];

  constructor(scope: Construct, id: string, { configuration }: AuditBusProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: auditBusName(configuration),
      description: 'Audit records and domain events of the MISP Management Service',
    });
    this.redriveRoleArns = configuration.redriveRoleArns;
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

  /**
   * Denies PutEvents to everybody but these functions and the roles that the configuration names, whatever their own policies
   * allow: who reads the bus must be able to rely on it. Under no condition on the events' source, since the entries of one
   * call may have several. Not denied to AWS's services, which replays come from (docs/local-cloud.md, assumption 34).
   */
  admitOnly(senders: readonly ServiceFunction<VariableName>[]): void {
    this.bus.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OnlyItsSendersPutEvents',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
        conditions: {
          ArnNotEquals: {
            'aws:PrincipalArn': [...senders.map(({ role }) => role.roleArn), ...this.redriveRoleArns],
          },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    );
  }
}
