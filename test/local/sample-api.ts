/** A function's ARN in the sample API. */
export const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

interface Limit {
  readonly rate: number;
  readonly burst: number;
}

const settingsOf = ({ rate, burst }: Limit) => ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst });

export interface SampleApi {
  /** Function names by route key; a key that starts with `open` is a route without the authorizer. */
  readonly routes: Readonly<Record<string, string>>;
  readonly identitySource?: readonly string[];
  readonly ttl?: number;
  readonly timeoutMs?: number;
  readonly throttling?: Limit;
  /** Limits of single routes, by key. */
  readonly routeThrottling?: Readonly<Record<string, Limit>>;
  readonly cors?: Record<string, unknown>;
}

/** The resources that the CDK synthesizes for an HTTP API with a Lambda authorizer `gatekeeper`. */
export function apiResources(api: SampleApi): Record<string, Record<string, unknown>> {
  const { throttling, routeThrottling = {} } = api;
  const resources: Record<string, Record<string, unknown>> = {
    Api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: 'sample', ProtocolType: 'HTTP', ...(api.cors && { CorsConfiguration: api.cors }) },
    },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'Api' },
        StageName: '$default',
        ...(throttling && { DefaultRouteSettings: settingsOf(throttling) }),
        RouteSettings: Object.fromEntries(
          Object.entries(routeThrottling).map(([key, limit]) => [key, settingsOf(limit)]),
        ),
      },
    },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        Name: 'gatekeeper',
        AuthorizerType: 'REQUEST',
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: api.ttl ?? 0,
        IdentitySource: api.identitySource ?? [],
        AuthorizerUri: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':apigateway:us-east-1:lambda:path/2015-03-31/functions/',
              functionArn('gatekeeper'),
              '/invocations',
            ],
          ],
        },
      },
    },
  };
  for (const [position, [key, name]] of Object.entries(api.routes).entries()) {
    const isOpen = key.startsWith('open ');
    resources[`Integration${position}`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        PayloadFormatVersion: '2.0',
        IntegrationUri: functionArn(name),
        ...(api.timeoutMs && { TimeoutInMillis: api.timeoutMs }),
      },
    };
    resources[`Route${position}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: key.replace(/^open /, ''),
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: `Integration${position}` }]] },
        ...(isOpen ? {} : { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
      },
    };
  }
  return resources;
}
