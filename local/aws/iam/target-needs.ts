import * as z from 'zod/mini';
import type { Resource, RunnableTemplate } from '../../template/resources.ts';
import { type RuleTarget, readArchives, readBusRules } from '../bus/bus-rules.ts';
import { mayUseKey } from './encryption-keys.ts';
import { logDeliveryAccess, EVENT_DELIVERY as SERVICE } from './log-delivery.ts';
import type { Permissions } from './permissions.ts';
import { verdictOf } from './policy-document.ts';
import { logsPolicies, mayInvoke, queuePolicy, readBusPolicies, verdictFor } from './resource-policies.ts';
import { isTrusted, readRoles } from './roles.ts';

const SCHEDULER = 'scheduler.amazonaws.com';

const scheduledTargets = z.object({
  ScheduleExpression: z.optional(z.string()),
  Targets: z._default(
    z.array(z.object({ Arn: z.string(), DeadLetterConfig: z.optional(z.object({ Arn: z.string() })) })),
    [],
  ),
});
const scheduleTarget = z.object({ Target: z.object({ Arn: z.string(), RoleArn: z.string() }) });

/** Lists missing permissions of EventBridge to deliver events and to run schedules. */
export function targetNeeds(template: RunnableTemplate, permissions: Permissions): readonly string[] {
  const ofRules = readBusRules(template)
    .flatMap(({ targets }) => targets)
    .flatMap((target) => busTargetNeeds(template, target));
  const ofScheduledRules = template.ofType('AWS::Events::Rule').flatMap((rule) => {
    const { ScheduleExpression, Targets } = scheduledTargets.parse(rule.properties);
    if (ScheduleExpression === undefined) return [];
    const source = rule.arn ?? rule.name;
    return Targets.flatMap(({ Arn, DeadLetterConfig: deadLetters }) => [
      ...invocation(template, Arn, source),
      ...(deadLetters === undefined ? [] : queueNeeds(template, deadLetters.Arn, source)),
    ]);
  });
  const ofSchedules = template
    .ofType('AWS::Scheduler::Schedule')
    .flatMap((schedule) => scheduleNeeds(template, permissions, schedule));
  return [...ofRules, ...ofScheduledRules, ...ofSchedules, ...archiveNeeds(template)];
}

/**
 * A replay puts the archived events on their bus again, so a bus policy that denies PutEvents to everybody would
 * prevent it.
 */
function archiveNeeds(template: RunnableTemplate): readonly string[] {
  const policies = readBusPolicies(template);
  return readArchives(template).flatMap(({ name, busName }) => {
    const { arn: resource = '' } = template.ofType('AWS::Events::EventBus').find((bus) => bus.name === busName) ?? {};
    const access = { action: 'events:PutEvents', resource, context: {} };
    if (verdictFor(policies.get(resource) ?? [], { kind: 'service', name: SERVICE }, access) !== 'Deny') return [];
    return [
      `The archive ${name} lacks events:PutEvents on ${resource} for ${SERVICE}: the bus's policy denies replays`,
    ];
  });
}

function busTargetNeeds(template: RunnableTemplate, target: RuleTarget): readonly string[] {
  const { kind, arn, ruleArn, deadLetterArn } = target;
  const deadLetters = deadLetterArn === undefined ? [] : queueNeeds(template, deadLetterArn, ruleArn);
  if (kind === 'queue') return [...queueNeeds(template, arn, ruleArn), ...deadLetters];
  if (kind === 'function') return [...invocation(template, arn, ruleArn), ...deadLetters];
  if (kind !== 'log group') return deadLetters;
  const policies = logsPolicies(template);
  const missing = logDeliveryAccess(arn, ruleArn)
    .filter(({ identity, access }) => verdictFor(policies, identity, access) !== 'Allow')
    .map(
      ({ access: { action } }) =>
        `The rule ${ruleArn} lacks ${action} on ${arn} for ${SERVICE}: an AWS::Logs::ResourcePolicy`,
    );
  return [...missing, ...deadLetters];
}

function queueNeeds(template: RunnableTemplate, queueArn: string, source: string): readonly string[] {
  const missing: string[] = [];
  const access = { action: 'sqs:SendMessage', resource: queueArn, context: {} };
  const sender = { kind: 'service', name: SERVICE, sourceArn: source } as const;
  if (verdictFor(queuePolicy(template, queueArn), sender, access) !== 'Allow') {
    missing.push(`The rule ${source} lacks sqs:SendMessage on ${queueArn} for ${SERVICE}: an AWS::SQS::QueuePolicy`);
  }
  const key = template.byArn(queueArn).properties.KmsMasterKeyId;
  if (typeof key !== 'string') return missing;
  for (const action of ['kms:GenerateDataKey', 'kms:Decrypt']) {
    // No service may use the AWS managed key for queues.
    const isOwn = !key.startsWith('alias/aws/');
    if (isOwn && mayUseKey(template, key, action, { kind: 'service', name: SERVICE }, 'sqs')) continue;
    missing.push(`The rule ${source} lacks ${action} on ${key} for ${SERVICE}: the key of ${queueArn}`);
  }
  return missing;
}

function invocation(template: RunnableTemplate, functionArn: string, source: string): readonly string[] {
  if (mayInvoke(template, functionArn, SERVICE, source)) return [];
  const { name } = template.byArn(functionArn);
  return [`The function ${name} lacks a permission for ${SERVICE} to do lambda:InvokeFunction for ${source}`];
}

/** EventBridge Scheduler invokes with a role. */
function scheduleNeeds(template: RunnableTemplate, { functions }: Permissions, schedule: Resource): readonly string[] {
  const { Arn: resource, RoleArn: roleArn } = scheduleTarget.parse(schedule.properties).Target;
  const { name = resource } = functions.find(({ arn }) => arn === resource) ?? {};
  const statements = readRoles(template).get(roleArn)?.statements ?? [];
  const access = { action: 'lambda:InvokeFunction', resource, context: {} };
  const isAllowed = verdictOf(statements, access) === 'Allow' && isTrusted(template.byArn(roleArn), SCHEDULER);
  if (isAllowed) return [];
  return [`The function ${name} lacks lambda:InvokeFunction for ${SCHEDULER}: the role of ${schedule.logicalId}`];
}
