import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import type { IAccessLogSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { bareLogGroupArn } from '../log-group-arn.ts';

export interface AccessLogProps {
  readonly configuration: StageConfiguration;
}

/**
 * One line of JSON for each request. It has the route instead of the path, which can contain ids and names, and no
 * query string, header or token. The gateway escapes nothing, so all values are numbers and fixed words of AWS, except
 * the user, whom the authorizer encodes (functions/lambdas/authorize-caller/log-user.ts). Error messages are free text,
 * and are in the functions' logs.
 */
const FIELDS = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  sourceIp: '$context.identity.sourceIp',
  user: '$context.authorizer.logUser',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  gatewayError: '$context.error.responseType',
};

/** The gateway's access log. */
export class AccessLog extends Construct {
  readonly settings: IAccessLogSettings;

  constructor(scope: Construct, id: string, { configuration }: AccessLogProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      // Under /aws/vendedlogs, services like the gateway need no extra permission to write.
      logGroupName: `/aws/vendedlogs/${physicalName(configuration, 'api')}`,
      retention: configuration.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.settings = {
      destination: { bind: () => ({ destinationArn: bareLogGroupArn(logGroup) }) },
      format: AccessLogFormat.custom(JSON.stringify(FIELDS)),
    };
  }
}
