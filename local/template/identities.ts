import { createHash } from 'node:crypto';
import { accountId, region } from './pseudo-parameters.ts';

/** The values of `Ref` and `Fn::GetAtt` for a resource. */
export interface Identity {
  readonly ref: string;
  readonly arn?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The resource to identify. */
export interface Named {
  readonly stackName: string;
  readonly logicalId: string;
  /** A string property; undefined if the template does not set it. */
  text(property: string): string | undefined;
  has(property: string): boolean;
}

type IdentityRule = (resource: Named) => Identity;

const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** A stable id in place of AWS's random one, so kept state still fits the same template. */
function idOf(resource: Named, length: number): string {
  const digest = createHash('sha256').update(`${resource.stackName}/${resource.logicalId}`).digest('hex');
  // The first character is a letter, as in the ids of APIs.
  return `l${BigInt(`0x${digest}`).toString(36)}`.slice(0, length);
}

function uuidOf(resource: Named): string {
  const hex = createHash('sha256').update(`${resource.stackName}/${resource.logicalId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** The name in the template, or one from stack and logical id, without AWS's random characters. */
function nameOf(resource: Named, property: string): string {
  return resource.text(property) ?? `${resource.stackName}-${resource.logicalId}`;
}

/** Resources that are only referred to by `Ref`. */
const byName =
  (property: string): IdentityRule =>
  (resource) => ({ ref: nameOf(resource, property), attributes: {} });
const byId =
  (attribute: string): IdentityRule =>
  (resource) => {
    const ref = idOf(resource, 10);
    return { ref, attributes: { [attribute]: ref } };
  };

/** `Ref` is the name, and `Arn` is derived from it. */
const withArn =
  (property: string, service: string, prefix: string): IdentityRule =>
  (resource) => {
    const ref = nameOf(resource, property);
    const arn = arnOf(service, `${prefix}${ref}`);
    return { ref, arn, attributes: { Arn: arn, [property]: ref } };
  };

/** By resource type. A template that refers to any other type cannot run here. */
export const identityRules: Readonly<Record<string, IdentityRule>> = {
  'AWS::DynamoDB::Table': (resource) => {
    const ref = nameOf(resource, 'TableName');
    const arn = arnOf('dynamodb', `table/${ref}`);
    // The label of a stream is the time of its creation.
    const stream: Record<string, string> = resource.has('StreamSpecification')
      ? { StreamArn: `${arn}/stream/2024-01-01T00:00:00.000` }
      : {};
    return { ref, arn, attributes: { Arn: arn, ...stream } };
  },
  'AWS::Lambda::Function': withArn('FunctionName', 'lambda', 'function:'),
  'AWS::Lambda::EventSourceMapping': (resource) => {
    const ref = uuidOf(resource);
    const arn = arnOf('lambda', `event-source-mapping:${ref}`);
    return { ref, arn, attributes: { Id: ref, EventSourceMappingArn: arn } };
  },
  'AWS::Lambda::Permission': byId('Id'),
  'AWS::SQS::Queue': (resource) => {
    const name = nameOf(resource, 'QueueName');
    const ref = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    const arn = arnOf('sqs', name);
    return { ref, arn, attributes: { Arn: arn, QueueName: name, QueueUrl: ref } };
  },
  'AWS::SQS::QueuePolicy': byId('Id'),
  'AWS::Events::EventBus': withArn('Name', 'events', 'event-bus/'),
  'AWS::Events::Rule': (resource) => {
    const name = nameOf(resource, 'Name');
    const bus = resource.text('EventBusName')?.replace(/^.*event-bus\//, '');
    const path = bus === undefined || bus === 'default' ? name : `${bus}/${name}`;
    const arn = arnOf('events', `rule/${path}`);
    return { ref: path.replace('/', '|'), arn, attributes: { Arn: arn } };
  },
  'AWS::Events::Archive': withArn('ArchiveName', 'events', 'archive/'),
  'AWS::EventSchemas::Registry': (resource) => {
    const name = nameOf(resource, 'RegistryName');
    const arn = arnOf('schemas', `registry/${name}`);
    return { ref: arn, arn, attributes: { RegistryArn: arn, RegistryName: name } };
  },
  'AWS::EventSchemas::Schema': (resource) => {
    const name = nameOf(resource, 'SchemaName');
    const arn = arnOf('schemas', `schema/${resource.text('RegistryName')}/${name}`);
    return { ref: arn, arn, attributes: { SchemaArn: arn, SchemaName: name } };
  },
  'AWS::Scheduler::Schedule': (resource) => {
    const ref = nameOf(resource, 'Name');
    const arn = arnOf('scheduler', `schedule/${resource.text('GroupName') ?? 'default'}/${ref}`);
    return { ref, arn, attributes: { Arn: arn } };
  },
  'AWS::Logs::LogGroup': (resource) => {
    const ref = nameOf(resource, 'LogGroupName');
    const arn = arnOf('logs', `log-group:${ref}:*`);
    return { ref, arn, attributes: { Arn: arn } };
  },
  'AWS::Logs::ResourcePolicy': byName('PolicyName'),
  'AWS::Logs::QueryDefinition': byId('QueryDefinitionId'),
  'AWS::IAM::Role': (resource) => {
    const ref = nameOf(resource, 'RoleName');
    const arn = `arn:aws:iam::${accountId}:role${resource.text('Path') ?? '/'}${ref}`;
    return { ref, arn, attributes: { Arn: arn, RoleId: idOf(resource, 20).toUpperCase() } };
  },
  'AWS::IAM::Policy': byName('PolicyName'),
  'AWS::IAM::ManagedPolicy': (resource) => {
    const name = nameOf(resource, 'ManagedPolicyName');
    const arn = `arn:aws:iam::${accountId}:policy${resource.text('Path') ?? '/'}${name}`;
    return { ref: arn, arn, attributes: { PolicyArn: arn } };
  },
  'AWS::KMS::Key': (resource) => {
    const ref = uuidOf(resource);
    const arn = arnOf('kms', `key/${ref}`);
    return { ref, arn, attributes: { Arn: arn, KeyId: ref } };
  },
  'AWS::KMS::Alias': (resource) => {
    const ref = nameOf(resource, 'AliasName');
    return { ref, arn: arnOf('kms', ref), attributes: {} };
  },
  'AWS::ApiGatewayV2::Api': (resource) => {
    const ref = idOf(resource, 10);
    const endpoint = `https://${ref}.execute-api.${region}.amazonaws.com`;
    return {
      ref,
      arn: `arn:aws:apigateway:${region}::/apis/${ref}`,
      attributes: { ApiId: ref, ApiEndpoint: endpoint },
    };
  },
  'AWS::ApiGatewayV2::Stage': byName('StageName'),
  'AWS::ApiGatewayV2::Route': byId('RouteId'),
  'AWS::ApiGatewayV2::Integration': byId('IntegrationId'),
  'AWS::ApiGatewayV2::Authorizer': byId('AuthorizerId'),
  'AWS::ApiGatewayV2::ApiMapping': byId('ApiMappingId'),
  'AWS::ApiGatewayV2::DomainName': (resource) => {
    const ref = nameOf(resource, 'DomainName');
    const regional = { RegionalDomainName: `d-${idOf(resource, 10)}.execute-api.${region}.amazonaws.com` };
    return { ref, attributes: { ...regional, RegionalHostedZoneId: idOf(resource, 14).toUpperCase() } };
  },
  'AWS::SNS::Topic': (resource) => {
    const name = nameOf(resource, 'TopicName');
    const arn = arnOf('sns', name);
    return { ref: arn, arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  'AWS::CloudWatch::Alarm': withArn('AlarmName', 'cloudwatch', 'alarm:'),
  'AWS::CloudWatch::CompositeAlarm': withArn('AlarmName', 'cloudwatch', 'alarm:'),
  'AWS::CloudWatch::Dashboard': byName('DashboardName'),
  'AWS::S3::Bucket': (resource) => {
    const ref = nameOf(resource, 'BucketName').toLowerCase();
    const arn = `arn:aws:s3:::${ref}`;
    return { ref, arn, attributes: { Arn: arn, DomainName: `${ref}.s3.amazonaws.com` } };
  },
};
