import { Duration, Fn } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuthorizerFunction } from '../functions/authorizer-function.ts';
import type { OperationFunctions } from '../functions/operation-functions.ts';
import { AccessLog } from './access-log.ts';
import { CustomDomain } from './custom-domain.ts';

export interface MispApiProps {
  readonly configuration: StageConfiguration;
  readonly operations: OperationFunctions;
  readonly authorizer: AuthorizerFunction;
}

/** Where the gateway finds the token: what it looks up its cached answers by. */
const IDENTITY_SOURCES = {
  header: ['$request.header.Authorization'],
  cookie: ['$request.header.Cookie'],
  // With a source the gateway would refuse every request that lacks it, so a cookie would not do in place of a header.
  // Without one nothing can be cached.
  either: [],
} as const;

/** The HTTP API: one route an operation, all of them behind the authorizer. */
export class MispApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly customDomain: CustomDomain | undefined;
  /** Where callers find the service: the address in front of the operations' own paths. */
  readonly url: string;

  constructor(scope: Construct, id: string, { configuration, operations, authorizer }: MispApiProps) {
    super(scope, id);
    const { auth, basePath, corsOrigins, customDomain, throttling } = configuration;
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: physicalName(configuration, 'api'),
      description: 'MISP Management Service',
      createDefaultStage: false,
      ...(corsOrigins.length === 0 ? {} : { corsPreflight: corsFor(corsOrigins) }),
    });
    this.customDomain =
      customDomain === undefined ? undefined : new CustomDomain(this, 'CustomDomain', { customDomain });
    const accessLog = new AccessLog(this, 'AccessLog', { configuration });
    this.stage = new HttpStage(this, 'DefaultStage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttling.rate, burstLimit: throttling.burst },
      accessLogSettings: accessLog.settings,
      ...(this.customDomain === undefined ? {} : { domainMapping: { domainName: this.customDomain.domainName } }),
    });
    const gatekeeper = new HttpLambdaAuthorizer('Authorizer', authorizer.function, {
      authorizerName: physicalName(configuration, 'authorizer'),
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: [...IDENTITY_SOURCES[auth.tokenSource]],
      resultsCacheTtl: Duration.seconds(auth.tokenSource === 'either' ? 0 : auth.cacheSeconds),
    });
    for (const { contract, served } of operations.all) {
      this.api.addRoutes({
        path: `${basePath}${contract.path}`,
        methods: [HttpMethod[contract.method]],
        integration: new HttpLambdaIntegration(contract.name, served.function),
        authorizer: gatekeeper,
      });
    }
    const host = customDomain === undefined ? this.api.apiEndpoint : `https://${customDomain.domainName}`;
    this.url = Fn.join('', [host, basePath]);
  }
}

function corsFor(origins: readonly string[]) {
  return {
    allowOrigins: [...origins],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.PATCH],
    allowHeaders: ['authorization', 'content-type', 'accept'],
    exposeHeaders: ['retry-after'],
    // For callers that send the token as a cookie; possible because the origins are named one by one.
    allowCredentials: true,
    maxAge: Duration.hours(1),
  };
}
