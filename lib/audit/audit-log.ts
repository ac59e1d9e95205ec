import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { removalPolicyOf } from '../data/removal-policy.ts';
import { bareLogGroupArn } from '../log-group-arn.ts';
import type { AuditBus } from './audit-bus.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface AuditLogProps {
  readonly configuration: StageConfiguration;
  readonly auditBus: AuditBus;
}

/**
 * A log group with every event of the bus, for Logs Insights.
 *
 * Uses an L1 rule and `AWS::Logs::ResourcePolicy`, because the CDK's target would add a custom resource with a
 * function.
 */
export class AuditLog extends Construct {
  readonly logGroup: LogGroup;
  /** Events that did not reach the log group. */
  readonly undelivered: DeadLetterQueue;
  /** The rule that delivers the events. */
  readonly ruleName: string;

  constructor(scope: Construct, id: string, { configuration, auditBus }: AuditLogProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'LogGroup', {
      // EventBridge delivers to log groups under /aws/events.
      logGroupName: `/aws/events/${physicalName(configuration, 'audit')}`,
      retention: configuration.auditLogRetentionDays,
      removalPolicy: removalPolicyOf(configuration),
      deletionProtectionEnabled: configuration.data === 'retain',
    });
    this.ruleName = physicalName(configuration, 'audit-log');
    // Built from names, because the rule depends on the policy, so the policy cannot refer to the rule.
    const ruleArn = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: `${auditBus.bus.eventBusName}/${this.ruleName}`,
    });
    const deliverers = ['events.amazonaws.com', 'delivery.logs.amazonaws.com'].map(
      (name) => new ServicePrincipal(name),
    );
    const permission = new ResourcePolicy(this, 'Permission', {
      resourcePolicyName: physicalName(configuration, 'audit-log'),
      policyStatements: [
        // EventBridge names no source when it creates a stream, so a condition on it would block every event.
        new PolicyStatement({
          sid: 'StreamsByEventBridge',
          principals: deliverers,
          actions: ['logs:CreateLogStream'],
          resources: [this.logGroup.logGroupArn],
        }),
        new PolicyStatement({
          sid: 'EventsByTheRule',
          principals: deliverers,
          actions: ['logs:PutLogEvents'],
          resources: [this.logGroup.logGroupArn],
          conditions: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        }),
      ],
    });
    this.undelivered = new DeadLetterQueue(this, 'Undelivered', { configuration, thing: 'audit-log-undelivered' });
    const rule = new CfnRule(this, 'Rule', {
      name: this.ruleName,
      description: 'Every audit record and domain event into the log group',
      eventBusName: auditBus.bus.eventBusName,
      eventPattern: { source: [EVENT_SOURCE] },
      targets: [
        {
          id: 'log-group',
          arn: bareLogGroupArn(this.logGroup),
          deadLetterConfig: { arn: this.undelivered.queueArn },
          retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        },
      ],
    });
    rule.node.addDependency(permission);
    const sending = { actions: ['sqs:SendMessage'], resources: [this.undelivered.queueArn] };
    this.undelivered.addToResourcePolicy(
      new PolicyStatement({
        ...sending,
        sid: 'FromTheRule',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
      }),
    );
    // A role of the account may be allowed to send to any queue. `npm run redrive` would put its message on the bus.
    this.undelivered.addToResourcePolicy(
      new PolicyStatement({
        ...sending,
        sid: 'FromNobodyElse',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        conditions: { ArnNotEquals: { 'aws:SourceArn': rule.attrArn } },
      }),
    );
  }
}
