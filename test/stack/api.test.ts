import { describe, expect, test } from '@jest/globals';
import { logUser } from '../../functions/lambdas/authorize-caller/log-user.ts';
import { operations } from '../../functions/operations.ts';
import { withCorsOrigins } from '../../local/gateway/cors-origins.ts';
import { devSettings, type Json, nameOf, prodSettings, synthesized, type Template } from './template.ts';

/** The function that a route calls, by the service's name for it. */
function functionBehind(template: Template, route: Json): string {
  const [, integration] = route.Target['Fn::Join'][1];
  const { IntegrationUri, IntegrationType, PayloadFormatVersion } = template.target(integration).properties;
  expect([IntegrationType, PayloadFormatVersion]).toEqual(['AWS_PROXY', '2.0']);
  return nameOf(template.target(IntegrationUri));
}

// Each synthesis has several settings that do not affect each other.
const withAuth = (auth: object, others: object = {}) =>
  synthesized('dev', { ...devSettings, ...others, auth: { ...devSettings.auth, ...auth } });
const byHeader = withAuth({ tokenSource: 'header', cacheSeconds: 120 }, { basePath: '/v2' });
const byCookie = withAuth({ tokenSource: 'cookie' }, { basePath: '' });
const byEither = withAuth({ tokenSource: 'either', cacheSeconds: 300 });
const corsOrigins = ['https://console.example.org'];
const customDomain = {
  domainName: 'misp.example.org',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b',
};
const throttling = { rate: 70, burst: 90, validate: { rate: 40, burst: 50 } };
const withAllSettings = synthesized('prod', { ...prodSettings, corsOrigins, customDomain, throttling });

const authorizerOf = (template: Template) => template.only('AWS::ApiGatewayV2::Authorizer').properties;

describe('routes', () => {
  const template = synthesized('prod', prodSettings);
  const routes = template.ofType('AWS::ApiGatewayV2::Route').map((route) => route.properties);

  test('there is exactly one for each operation, and it calls that operation', () => {
    const served = Object.fromEntries(routes.map((route) => [route.RouteKey, functionBehind(template, route)]));
    const listed = operations.map((o) => [`${o.method} /partnermanagement/v1/misps${o.path}`, o.name]);
    expect(routes).toHaveLength(operations.length);
    expect(served).toEqual(Object.fromEntries(listed));
  });

  test('every one uses the authorizer', () => {
    for (const route of routes) {
      expect(route.AuthorizationType).toBe('CUSTOM');
      expect(template.target(route.AuthorizerId).type).toBe('AWS::ApiGatewayV2::Authorizer');
    }
  });

  test('the base path is the configured one', () => {
    const keys = (template: Template) =>
      template.ofType('AWS::ApiGatewayV2::Route').map((route) => route.properties.RouteKey);
    expect(keys(byHeader)).toContain('POST /v2/misps');
    expect(keys(byCookie)).toContain('GET /misps/{mispId}/licenseKey');
  });

  test('the gateway may call every function, from this API only', () => {
    const permissions = template
      .ofType('AWS::Lambda::Permission')
      .filter((permission) => permission.properties.Principal === 'apigateway.amazonaws.com');
    expect(permissions).toHaveLength(operations.length + 1);
    const api = template.only('AWS::ApiGatewayV2::Api').logicalId;
    for (const { properties } of permissions) {
      expect(JSON.stringify(properties.SourceArn)).toContain(`{"Ref":"${api}"}`);
    }
  });
});

describe('authorizer', () => {
  test('answers yes or no, and its answer is cached for the configured time', () => {
    expect(authorizerOf(byHeader)).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 120,
    });
  });

  test('the token in the header is looked up by the header', () => {
    expect(authorizerOf(byHeader).IdentitySource).toEqual(['$request.header.Authorization']);
  });

  test('the token in the cookie is looked up by the cookies', () => {
    expect(authorizerOf(byCookie).IdentitySource).toEqual(['$request.header.Cookie']);
  });

  test('the token source `either` requires no header, and so nothing is cached', () => {
    const { IdentitySource, AuthorizerResultTtlInSeconds } = authorizerOf(byEither);
    expect(IdentitySource).toEqual([]);
    expect(AuthorizerResultTtlInSeconds).toBe(0);
  });

  test('another token source is another authorizer: AWS cannot clear the identity source of an existing one', () => {
    const resources = [byHeader, byCookie, byEither].map((template) => template.only('AWS::ApiGatewayV2::Authorizer'));
    expect(new Set(resources.map(({ logicalId }) => logicalId)).size).toBe(3);
    // Both exist for a moment, and an API allows each name once.
    expect(new Set(resources.map(({ properties }) => properties.Name)).size).toBe(3);
  });

  test('a change that is possible in place makes no other authorizer', () => {
    const changed = withAuth({ cacheSeconds: 10, audience: 'another', tokenSource: 'cookie' });
    const [one, other] = [byCookie, changed].map(
      (template) => template.only('AWS::ApiGatewayV2::Authorizer').logicalId,
    );
    expect(one).toBe(other);
  });
});

describe('stage', () => {
  const template = withAllSettings;
  const stage = template.only('AWS::ApiGatewayV2::Stage').properties;

  test('is the default one, deployed by itself, throttled as configured', () => {
    expect(stage).toMatchObject({ StageName: '$default', AutoDeploy: true });
    expect(stage.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 70, ThrottlingBurstLimit: 90 });
  });

  test('validations have their own limit, which other routes cannot use up', () => {
    const validate = 'PATCH /partnermanagement/v1/misps/misps/{mispId}/licenseKey';
    expect(stage.RouteSettings).toEqual({
      [validate]: expect.objectContaining({ ThrottlingRateLimit: 40, ThrottlingBurstLimit: 50 }),
    });
  });

  test('settings of a route repeat all defaults: AWS would replace a missing one by its own', () => {
    const { ThrottlingRateLimit, ThrottlingBurstLimit, ...others } = stage.DefaultRouteSettings;
    expect([ThrottlingRateLimit, ThrottlingBurstLimit]).toEqual([70, 90]);
    for (const settings of Object.values<Json>(stage.RouteSettings)) {
      expect(settings).toEqual({
        ...others,
        ThrottlingRateLimit: expect.any(Number),
        ThrottlingBurstLimit: expect.any(Number),
      });
    }
  });

  test('routes are created before their settings: AWS refuses settings of an unknown route', () => {
    const routes = template.ofType('AWS::ApiGatewayV2::Route');
    expect(routes.map(({ properties }) => properties.RouteKey)).toEqual(
      expect.arrayContaining(Object.keys(stage.RouteSettings)),
    );
    const { DependsOn } = template.only('AWS::ApiGatewayV2::Stage').raw;
    expect(DependsOn).toEqual(expect.arrayContaining(routes.map(({ logicalId }) => logicalId)));
  });

  describe('access log', () => {
    const format: string = stage.AccessLogSettings.Format;

    /** The gateway's values for its variables: numbers and fixed words, none with a quote. */
    const SAFE: Readonly<Record<string, string>> = {
      requestId: 'JKJaXmPLvHcESHA=',
      requestTime: '05/Mar/2026:04:03:02 +0000',
      routeKey: 'PATCH /partnermanagement/v1/misps/misps/{mispId}/licenseKey',
      status: '200',
      'identity.sourceIp': '2001:db8::1',
      responseLength: '231',
      responseLatency: '24',
      integrationLatency: '21',
      integrationStatus: '200',
      'error.responseType': 'AUTHORIZER_FAILURE',
    };
    const lineFor = (user: string): Json =>
      JSON.parse(
        format.replaceAll(/\$context\.([A-Za-z.]+)/g, (_, name: string) => {
          const value = { ...SAFE, 'authorizer.logUser': user }[name];
          if (value === undefined) throw new Error(`${name} may hold anything`);
          return value;
        }),
      );

    test('identifies the request by its route, and has no field that could be a name, a key, a token or free text', () => {
      expect(lineFor('ada-7')).toMatchObject({ requestId: SAFE.requestId, routeKey: SAFE.routeKey, status: '200' });
    });

    test.each([['ada-7'], ['a"b\\'], ['x","status":"200'], ['a\r\nb\u0000c\u202e'], ['100% Zoë 😀']])(
      'is a line of JSON for any user name: %j',
      (userId) => {
        const { user, ...others } = lineFor(logUser(userId));
        expect(decodeURIComponent(user)).toBe(userId);
        expect({ user: '', ...others }).toEqual(lineFor(''));
      },
    );
  });

  test('the access log expires', () => {
    const [, parts] = stage.AccessLogSettings.DestinationArn['Fn::Join'];
    expect(template.target(parts.at(-1)).properties.RetentionInDays).toBe(30);
  });
});

describe('cross-origin requests', () => {
  test('are not answered unless origins are configured', () => {
    expect(synthesized('prod', prodSettings).only('AWS::ApiGatewayV2::Api').properties).not.toHaveProperty(
      'CorsConfiguration',
    );
  });

  test('are answered to the configured origins only', () => {
    const { CorsConfiguration } = withAllSettings.only('AWS::ApiGatewayV2::Api').properties;
    expect(CorsConfiguration.AllowOrigins).toEqual(corsOrigins);
    expect([...new Set(operations.map((o) => o.method))].sort()).toEqual([...CorsConfiguration.AllowMethods].sort());
    // `npm start -- --cors` applies the same terms.
    expect(withCorsOrigins(undefined, corsOrigins)).toEqual(CorsConfiguration);
  });
});

/** The types of the resources that all resources of a type wait for. */
const dependenciesOf = ({ json }: ReturnType<typeof synthesized>, type: string): readonly string[] => {
  const resources = Object.values<{ Type: string; DependsOn?: string[] }>(json.Resources);
  const lists = resources.filter(({ Type }) => Type === type).map(({ DependsOn = [] }) => DependsOn);
  const [first = [], ...others] = lists;
  return first.filter((one) => others.every((list) => list.includes(one))).map((id) => json.Resources[id].Type);
};

test('no route uses the authorizer before the gateway may invoke it', () => {
  expect(dependenciesOf(synthesized('prod', prodSettings), 'AWS::ApiGatewayV2::Route')).toEqual([
    'AWS::Lambda::Permission',
  ]);
});

describe('address', () => {
  test("is the API's own, with the base path", () => {
    const template = synthesized('prod', prodSettings);
    expect(template.only('AWS::ApiGatewayV2::Api').properties.DisableExecuteApiEndpoint).toBe(false);
    const { ApiUrl } = template.json.Outputs;
    expect(JSON.stringify(ApiUrl.Value)).toContain('"ApiEndpoint"');
    expect(ApiUrl.Value['Fn::Join'][1].at(-1)).toBe('/partnermanagement/v1/misps');
  });

  test('is only the custom domain if there is one, mapped without a key', () => {
    const template = withAllSettings;
    expect(template.only('AWS::ApiGatewayV2::DomainName').properties.DomainName).toBe('misp.example.org');
    expect(template.only('AWS::ApiGatewayV2::Api').properties.DisableExecuteApiEndpoint).toBe(true);
    // If the domain fails, the API's own address has not been closed.
    expect(dependenciesOf(template, 'AWS::ApiGatewayV2::Api')).toEqual(['AWS::ApiGatewayV2::DomainName']);
    expect(template.only('AWS::ApiGatewayV2::ApiMapping').properties).not.toHaveProperty('ApiMappingKey');
    expect(template.json.Outputs.ApiUrl.Value).toBe('https://misp.example.org/partnermanagement/v1/misps');
    expect(template.json.Outputs).toHaveProperty('CustomDomainTarget');
    // No output has the address that is closed.
    expect(JSON.stringify(template.json.Outputs)).not.toContain('ApiEndpoint');
  });
});
