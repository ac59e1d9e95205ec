import { apiDefinition } from '../../gateway/api-definition.ts';
import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import { mayInvoke } from './resource-policies.ts';

const SERVICE = 'apigateway.amazonaws.com';

/** Lists missing permissions of the gateway to invoke the functions of its routes and authorizers. */
export function gatewayNeeds(template: RunnableTemplate): readonly string[] {
  for (const [type, property] of [
    ['AWS::ApiGatewayV2::Integration', 'CredentialsArn'],
    ['AWS::ApiGatewayV2::Authorizer', 'AuthorizerCredentialsArn'],
  ] as const) {
    const found = template.ofType(type).find(({ properties }) => properties[property] !== undefined);
    if (found !== undefined) throw new Error(`${type} ${found.logicalId}: ${property} is not evaluated here`);
  }
  if (template.ofType('AWS::ApiGatewayV2::Api').length === 0) return [];
  const { apiId, stageName, routes, authorizers } = apiDefinition(template);
  const api = `arn:aws:execute-api:${region}:${accountId}:${apiId}`;
  return [
    ...routes.flatMap(({ key, method, segments, functionArn }) => {
      const source = `${api}/${stageName}/${method}/${segments.join('/')}`;
      return lacking(template, functionArn, source, `the route ${key}`);
    }),
    ...authorizers.flatMap(({ id, functionArn }) =>
      lacking(template, functionArn, `${api}/authorizers/${id}`, `the authorizer ${id}`),
    ),
  ];
}

function lacking(template: RunnableTemplate, functionArn: string, source: string, why: string): readonly string[] {
  if (mayInvoke(template, functionArn, SERVICE, source)) return [];
  const { name } = template.byArn(functionArn);
  return [`The function ${name} lacks a permission for ${SERVICE} to do lambda:InvokeFunction for ${source}: ${why}`];
}
