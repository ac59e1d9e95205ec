import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import type { VariableName } from '../../functions/environment/environment.ts';
import { auditBusName, physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { removalPolicyOf } from '../data/removal-policy.ts';
import type { ServiceFunction } from '../functions/service-function.ts';

export interface AuditBusProps {
  readonly configuration: StageConfiguration;
}

/** The bus for audit records and domain events, with an archive to replay them. */
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
    // L1, because the CDK's archive has an empty KMS key, which EventBridge refuses in some regions.
    const archive = new CfnArchive(this, 'Archive', {
      sourceArn: this.bus.eventBusArn,
      archiveName: this.archiveName,
      description: 'Every audit record and domain event, to replay',
      eventPattern: { source: [EVENT_SOURCE] },
      // Zero days means forever.
      retentionDays: configuration.auditArchiveDays,
    });
    // The same policy for both, because a bus with an archive cannot be deleted.
    const removalPolicy = removalPolicyOf(configuration);
    this.bus.applyRemovalPolicy(removalPolicy);
    archive.applyRemovalPolicy(removalPolicy);
  }

  /**
   * Denies PutEvents to everybody except these functions and the roles in the configuration, so consumers can trust the
   * bus. There is no condition on the events' source, because the entries of one call may have several. AWS services
   * stay allowed, because replays come from them (docs/local-cloud.md, assumption 34).
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
