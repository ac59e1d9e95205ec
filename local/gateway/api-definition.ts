import {
  type JsonRecord,
  optionalNumberOf,
  optionalTextOf,
  recordOf,
  textOf,
  textsOf,
} from '../template/json-values.ts';
import type { Resource, RunnableTemplate } from '../template/resources.ts';
import { type IdentitySource, parseIdentitySource } from './identity-source.ts';
import { parseRouteKey, type Route } from './routes.ts';

/** Rate limits of the API or of a route. */
export interface Throttling {
  /** Requests a second. */
  readonly rate: number;
  /** Requests that may come at once. */
  readonly burst: number;
}

export interface AuthorizerDefinition {
  readonly id: string;
  readonly functionArn: string;
  readonly identitySources: readonly IdentitySource[];
  /** How long answers are cached; 0 for never. */
  readonly cacheMs: number;
}

/** The HTTP API of a template. */
export interface ApiDefinition {
  readonly apiId: string;
  readonly stageName: string;
  readonly routes: readonly Route[];
  readonly authorizers: readonly AuthorizerDefinition[];
  readonly throttling: Throttling | undefined;
  /** Throttling of single routes, by route key. */
  readonly routeThrottling: ReadonlyMap<string, Throttling>;
  /** The API's CORS configuration as the template has it. */
  readonly cors: JsonRecord | undefined;
}

/**
 * Reads the HTTP API of a template.
 * @throws Error naming the resource if there is none, more than one, or something that this gateway does not emulate.
 */
export function apiDefinition(template: RunnableTemplate): ApiDefinition {
  const [api, ...others] = template.ofType('AWS::ApiGatewayV2::Api');
  const [stage, ...otherStages] = template.ofType('AWS::ApiGatewayV2::Stage');
  if (api === undefined || others.length > 0)
    throw new Error(`${template.stackName} does not have exactly one HTTP API`);
  refuseUnless(api, api.properties.ProtocolType === 'HTTP', 'only HTTP APIs run here');
  if (stage === undefined || otherStages.length > 0)
    throw new Error(`${api.logicalId} does not have exactly one stage`);
  refuseUnless(stage, stage.name === '$default', 'only the stage $default runs here');
  const routeSettings = recordOf(stage.properties.RouteSettings, 'RouteSettings');
  return {
    apiId: api.name,
    stageName: stage.name,
    routes: template.ofType('AWS::ApiGatewayV2::Route').map((route) => routeOf(route, template)),
    authorizers: template.ofType('AWS::ApiGatewayV2::Authorizer').map(authorizerOf),
    throttling: throttlingOf(recordOf(stage.properties.DefaultRouteSettings, 'DefaultRouteSettings')),
    routeThrottling: new Map(
      Object.entries(routeSettings).flatMap(([key, settings]) => {
        const throttling = throttlingOf(recordOf(settings, `RouteSettings of ${key}`));
        return throttling === undefined ? [] : [[key, throttling] as const];
      }),
    ),
    cors:
      api.properties.CorsConfiguration === undefined
        ? undefined
        : recordOf(api.properties.CorsConfiguration, 'CorsConfiguration'),
  };
}

function routeOf(route: Resource, template: RunnableTemplate): Route {
  const { properties, logicalId } = route;
  const key = textOf(properties.RouteKey, `RouteKey of ${logicalId}`);
  const target = textOf(properties.Target, `Target of ${logicalId}`);
  const integration = template
    .ofType('AWS::ApiGatewayV2::Integration')
    .find((candidate) => `integrations/${candidate.name}` === target);
  if (integration === undefined) throw new Error(`The route ${key} leads to ${target}, which is not in the template`);
  const { IntegrationType, PayloadFormatVersion, IntegrationUri, TimeoutInMillis } = integration.properties;
  refuseUnless(integration, IntegrationType === 'AWS_PROXY', 'only Lambda proxy integrations run here');
  refuseUnless(integration, PayloadFormatVersion === '2.0', 'only payload format 2.0 is supported here');
  const isOpen = properties.AuthorizationType === undefined || properties.AuthorizationType === 'NONE';
  refuseUnless(route, isOpen || properties.AuthorizationType === 'CUSTOM', 'only Lambda authorizers run here');
  return {
    key,
    ...parseRouteKey(key),
    functionArn: functionArnIn(textOf(IntegrationUri, `IntegrationUri of ${integration.logicalId}`)),
    timeoutMs: optionalNumberOf(TimeoutInMillis, `TimeoutInMillis of ${integration.logicalId}`) ?? 30_000,
    authorizerId: isOpen ? undefined : textOf(properties.AuthorizerId, `AuthorizerId of ${logicalId}`),
  };
}

function authorizerOf(authorizer: Resource): AuthorizerDefinition {
  const { properties, logicalId } = authorizer;
  refuseUnless(authorizer, properties.AuthorizerType === 'REQUEST', 'only Lambda authorizers run here');
  refuseUnless(
    authorizer,
    properties.AuthorizerPayloadFormatVersion === '2.0',
    'only payload format 2.0 is supported here',
  );
  refuseUnless(authorizer, properties.EnableSimpleResponses === true, 'only simple responses are understood here');
  const seconds =
    optionalNumberOf(properties.AuthorizerResultTtlInSeconds, `AuthorizerResultTtlInSeconds of ${logicalId}`) ?? 0;
  const sources = textsOf(properties.IdentitySource, `IdentitySource of ${logicalId}`);
  refuseUnless(authorizer, seconds === 0 || sources.length > 0, 'answers cannot be cached without an identity source');
  return {
    id: authorizer.name,
    functionArn: functionArnIn(textOf(properties.AuthorizerUri, `AuthorizerUri of ${logicalId}`)),
    identitySources: sources.map(parseIdentitySource),
    cacheMs: seconds * 1000,
  };
}

function throttlingOf(settings: JsonRecord): Throttling | undefined {
  const rate = optionalNumberOf(settings.ThrottlingRateLimit, 'ThrottlingRateLimit');
  const burst = optionalNumberOf(settings.ThrottlingBurstLimit, 'ThrottlingBurstLimit');
  return rate === undefined || burst === undefined ? undefined : { rate, burst };
}

/** The ARN of a function, from the ARN itself or from the URI with which API Gateway invokes it. */
function functionArnIn(uri: string): string {
  const arn = /(?:^|\/functions\/)(arn:aws:lambda:[^/]+)(?:\/invocations)?$/.exec(uri)?.[1];
  if (arn === undefined) throw new Error(`${uri} does not name a function`);
  return arn;
}

function refuseUnless(resource: Resource, holds: boolean, message: string): void {
  const name = optionalTextOf(resource.properties.Name, 'Name') ?? resource.logicalId;
  if (!holds) throw new Error(`${resource.type} ${name}: ${message}`);
}
