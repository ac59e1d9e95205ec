import { isRecord } from '../../template/json-values.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import { readStreamMappings } from '../streams/event-source-mapping.ts';
import { mayUseKey } from './encryption-keys.ts';
import { gatewayNeeds } from './gateway-needs.ts';
import { contextOf } from './identities.ts';
import type { Permissions, SecuredFunction } from './permissions.ts';
import { verdictOf } from './policy-document.ts';
import { queuePolicy } from './resource-policies.ts';
import { isTrusted } from './roles.ts';
import { targetNeeds } from './target-needs.ts';
import { isArnLike } from './wildcards.ts';

/** Properties for customer keys, where the local cloud cannot tell who must be allowed to use the key. */
const unknownKeys: readonly (readonly [type: string, property: string])[] = [
  ['AWS::Events::EventBus', 'KmsKeyIdentifier'],
  ['AWS::Events::Archive', 'KmsKeyIdentifier'],
  ['AWS::Lambda::Function', 'KmsKeyArn'],
  ['AWS::Logs::LogGroup', 'KmsKeyId'],
];

/**
 * Checks the permissions that AWS needs besides the functions' own calls: to run functions, read streams, deliver
 * events and use keys. On AWS a missing one shows up only in operation; here it stops the start.
 * @throws Error with a line for each missing grant, naming the function or rule and the grant.
 */
export function checkPlatformNeeds(template: RunnableTemplate, permissions: Permissions): void {
  for (const [type, property] of unknownKeys) {
    const found = template.ofType(type).find(({ properties }) => (properties[property] ?? '') !== '');
    if (found !== undefined) throw new Error(`${type} ${found.logicalId}: ${property} is not evaluated here`);
  }
  const missing = [
    ...permissions.functions.flatMap((one) => functionNeeds(template, permissions, one)),
    ...streamNeeds(template, permissions),
    ...targetNeeds(template, permissions),
    ...gatewayNeeds(template),
  ];
  if (missing.length > 0) throw new Error(`Permissions are missing in the template:\n  ${missing.join('\n  ')}`);
}

function functionNeeds(template: RunnableTemplate, { tables }: Permissions, one: SecuredFunction): readonly string[] {
  const { properties, logicalId } = template.byArn(one.arn);
  const { statements } = one.grants;
  const missing: string[] = [];
  const need = (action: string, resource: string, why: string) => {
    const context = contextOf({ kind: 'principal', arn: one.role.arn });
    if (verdictOf(statements, { action, resource, context }) !== 'Allow')
      missing.push(lacks(one, action, resource, why));
  };
  if (!isTrusted(template.byArn(one.role.arn), 'lambda.amazonaws.com')) {
    missing.push(`The role of the function ${one.name} does not trust lambda.amazonaws.com`);
  }
  const logging = isRecord(properties.LoggingConfig) ? properties.LoggingConfig.LogGroup : undefined;
  const logGroup = typeof logging === 'string' ? logging : `/aws/lambda/${one.name}`;
  const stream = `${one.arn.replace(':lambda:', ':logs:').replace(/:function:.*$/, '')}:log-group:${logGroup}:log-stream:any`;
  for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) need(action, stream, 'its log');
  if (isRecord(properties.TracingConfig) && properties.TracingConfig.Mode === 'Active') {
    for (const action of ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']) need(action, '*', 'its traces');
  }
  const granted = one.grants.all().filter(({ action }) => action.startsWith('dynamodb:'));
  for (const { name, arn, encryptionKey } of tables) {
    const usesTable = granted.some(({ resource }) => isArnLike(resource, arn) || resource.startsWith(`${arn}/`));
    if (encryptionKey === undefined || !usesTable) continue;
    const user = { kind: 'role', arn: one.role.arn, statements } as const;
    if (mayUseKey(template, encryptionKey, 'kms:Decrypt', user, 'dynamodb')) continue;
    missing.push(
      lacks(one, 'kms:Decrypt', encryptionKey, `${logicalId} uses the table ${name} and its stream through it`),
    );
  }
  return missing;
}

function streamNeeds(template: RunnableTemplate, permissions: Permissions): readonly string[] {
  return readStreamMappings(template).flatMap(({ id, functionArn, streamArn, failureQueueArn }) => {
    const one = permissions.functions.find(({ arn }) => arn === functionArn);
    if (one === undefined) return [];
    const { statements } = one.grants;
    const context = contextOf({ kind: 'principal', arn: one.role.arn });
    const needs: (readonly [action: string, resource: string])[] = [
      ['dynamodb:DescribeStream', streamArn],
      ['dynamodb:GetRecords', streamArn],
      ['dynamodb:GetShardIterator', streamArn],
      // IAM has no resource for it.
      ['dynamodb:ListStreams', '*'],
    ];
    const missing = needs
      .filter(([action, resource]) => verdictOf(statements, { action, resource, context }) !== 'Allow')
      .map(([action, resource]) => lacks(one, action, resource, `its stream mapping ${id}`));
    if (failureQueueArn === undefined) return missing;
    const access = { action: 'sqs:SendMessage', resource: failureQueueArn, context };
    // Within an account, one of the two policies must allow it, and neither may deny it.
    const direct = queuePolicy(template, failureQueueArn).filter(({ principals }) =>
      principals.some(({ kind, name }) => kind === 'AWS' && (name === '*' || name === one.role.arn)),
    );
    const verdicts = [verdictOf(statements, access), verdictOf(direct, access)];
    if (verdicts.includes('Deny') || !verdicts.includes('Allow')) {
      missing.push(lacks(one, access.action, access.resource, `the failure queue of its stream mapping ${id}`));
    }
    const key = template.byArn(failureQueueArn).properties.KmsMasterKeyId;
    if (typeof key !== 'string' || key.startsWith('alias/aws/')) return missing;
    const user = { kind: 'role', arn: one.role.arn, statements } as const;
    for (const action of ['kms:GenerateDataKey', 'kms:Decrypt']) {
      if (!mayUseKey(template, key, action, user, 'sqs')) missing.push(lacks(one, action, key, 'its failure queue'));
    }
    return missing;
  });
}

function lacks({ name }: SecuredFunction, action: string, resource: string, why: string): string {
  return `The function ${name} lacks ${action} on ${resource}: ${why}`;
}
