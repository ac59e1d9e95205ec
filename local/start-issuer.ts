import { functionDefinitions } from './functions/definition.ts';
import { ISSUER_PATH } from './gateway/gateway-handler.ts';
import { createIssuer, type Issuer } from './gateway/issuer.ts';
import type { RunnableTemplate } from './template/resources.ts';

/** Creates an issuer with the audience and claims that the template's authorizer expects. */
export function startIssuer(
  template: RunnableTemplate,
  origin: string,
  dataFolder: string | undefined,
  clock: () => number,
): Promise<Issuer> {
  const variables = authorizerVariables(template);
  return createIssuer({
    url: `${origin}${ISSUER_PATH}`,
    audience: template.outputs.TokenAudience ?? variables.TOKEN_AUDIENCE ?? '',
    claimNames: {
      roles: variables.TOKEN_ROLES_CLAIM ?? 'realm_access.roles',
      userId: variables.TOKEN_USER_ID_CLAIM ?? 'sub',
      userName: variables.TOKEN_USER_NAME_CLAIM ?? 'preferred_username',
    },
    dataFolder,
    clock,
  });
}

/** The environment of the authorizer's function; empty if there is none. */
export function authorizerVariables(template: RunnableTemplate): Readonly<Record<string, string | undefined>> {
  const authorizer = functionDefinitions(template).find(({ environment }) => environment.TOKEN_ISSUER !== undefined);
  return authorizer?.environment ?? {};
}
