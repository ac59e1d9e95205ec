import { Duration, Fn } from 'aws-cdk-lib';
import { CfnStage, CorsHttpMethod, HttpApi, HttpMethod, type HttpRoute, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuthorizerFunction } from '../functions/authorizer-function.ts';
import type { OperationFunctions } from '../functions/operation-functions.ts';
import { AccessLog } from './access-log.ts';
import { corsSettings } from './cors-settings.ts';
import { CustomDomain } from './custom-domain.ts';
import { type RequestLimit, routeSettings } from './route-settings.ts';

export interface MispApiProps {
  readonly configuration: StageConfiguration;
  readonly operations: OperationFunctions;
  readonly authorizer: AuthorizerFunction;
}

/** Where the gateway finds the token, which is also the key of its cache. */
const IDENTITY_SOURCES = {
  header: ['$request.header.Authorization'],
  cookie: ['$request.header.Cookie'],
  // The gateway refuses a request that lacks an identity source, so there is none if header or cookie will do. Then
  // nothing can be cached.
  either: [],
} as const;

/** The HTTP API: one route for each operation, all behind the authorizer. */
export class MispApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly customDomain: CustomDomain | undefined;
  /** The base URL of the operations' paths. */
  readonly url: string;

  constructor(scope: Construct, id: string, { configuration, operations, authorizer }: MispApiProps) {
    super(scope, id);
    const { auth, basePath, corsHeaders, corsOrigins, customDomain, throttling } = configuration;
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: physicalName(configuration, 'api'),
      description: 'MISP Management Service',
      createDefaultStage: false,
      // With a custom domain, the API's own address would bypass everything in front of that domain.
      disableExecuteApiEndpoint: customDomain !== undefined,
      ...(corsOrigins.length === 0 ? {} : { corsPreflight: corsFor(corsOrigins, corsHeaders) }),
    });
    this.customDomain =
      customDomain === undefined ? undefined : new CustomDomain(this, 'CustomDomain', { customDomain });
    // First the domain: if it fails, the API's own address must still be open.
    if (this.customDomain !== undefined) this.api.node.defaultChild?.node.addDependency(this.customDomain.domainName);
    const accessLog = new AccessLog(this, 'AccessLog', { configuration });
    this.stage = new HttpStage(this, 'DefaultStage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: accessLog.settings,
      ...(this.customDomain === undefined ? {} : { domainMapping: { domainName: this.customDomain.domainName } }),
    });
    // Each token source has its own authorizer, because an existing one cannot lose its identity source.
    const lambdaAuthorizer = new HttpLambdaAuthorizer(`Authorizer-${auth.tokenSource}`, authorizer.function, {
      authorizerName: physicalName(configuration, `authorizer-${auth.tokenSource}`),
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: [...IDENTITY_SOURCES[auth.tokenSource]],
      resultsCacheTtl: Duration.seconds(auth.tokenSource === 'either' ? 0 : auth.cacheSeconds),
    });
    const ownLimits = new Map<string, RequestLimit>();
    const allRoutes: HttpRoute[] = [];
    for (const { contract, served } of operations.all) {
      const path = `${basePath}${contract.path}`;
      const routes = this.api.addRoutes({
        path,
        methods: [HttpMethod[contract.method]],
        integration: new HttpLambdaIntegration(contract.name, served.function),
        authorizer: lambdaAuthorizer,
      });
      if (contract.name === 'validate-license-key') ownLimits.set(`${contract.method} ${path}`, throttling.validate);
      allRoutes.push(...routes);
    }
    // AWS refuses settings of a route that does not exist yet.
    this.stage.node.addDependency(...allRoutes);
    const mayBeInvoked = this.api.node.children.find((child) => child instanceof CfnPermission);
    if (mayBeInvoked === undefined) throw new Error('The CDK gave the authorizer no permission to be invoked');
    // A route that changes to a new authorizer must not use it before the gateway may invoke it.
    for (const route of allRoutes) route.node.addDependency(mayBeInvoked);
    limitRequests(this.stage, throttling, ownLimits);
    const host = customDomain === undefined ? this.api.apiEndpoint : `https://${customDomain.domainName}`;
    this.url = Fn.join('', [host, basePath]);
  }
}

/**
 * Sets the rate limits of routes. The CDK's stage has only one limit for all.
 * @param ownLimits by route key.
 */
function limitRequests(stage: HttpStage, limit: RequestLimit, ownLimits: ReadonlyMap<string, RequestLimit>): void {
  const resource = stage.node.defaultChild;
  if (!(resource instanceof CfnStage)) throw new Error('The stage is not a CfnStage');
  resource.addPropertyOverride('DefaultRouteSettings', routeSettings(limit));
  resource.addPropertyOverride(
    'RouteSettings',
    Object.fromEntries([...ownLimits].map(([key, own]) => [key, routeSettings(own)])),
  );
}

/** @param moreHeaders headers that a page may send, in addition to those that the service reads. */
function corsFor(origins: readonly string[], moreHeaders: readonly string[]) {
  return {
    allowOrigins: [...origins],
    allowMethods: corsSettings.methods.map((method) => CorsHttpMethod[method]),
    allowHeaders: [...corsSettings.requestHeaders, ...moreHeaders],
    exposeHeaders: [...corsSettings.responseHeaders],
    allowCredentials: corsSettings.credentials,
    maxAge: Duration.seconds(corsSettings.maxAgeSeconds),
  };
}
