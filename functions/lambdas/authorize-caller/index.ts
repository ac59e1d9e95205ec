import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { authorizerVariables, readEnvironment } from '../../environment/environment.ts';
import { writeLog } from '../../telemetry/log.ts';
import { metricsOf } from '../../telemetry/metrics.ts';
import { type Authorization, type AuthorizerDependencies, authorizeCaller } from './authorize-caller.ts';
import { verifierWith } from './configured-keys.ts';
import { verifierFor } from './issuer-keys.ts';
import { readKeysAhead } from './read-keys-ahead.ts';

const environment = readEnvironment(authorizerVariables, process.env);

const verify =
  environment.TOKEN_KEYS === 'from-issuer'
    ? verifierFor(environment.TOKEN_ISSUER, Date.now)
    : verifierWith(environment.TOKEN_KEYS);
await readKeysAhead(verify, environment.TOKEN_ALGORITHMS);

const dependencies: AuthorizerDependencies = {
  issuer: environment.TOKEN_ISSUER,
  audience: environment.TOKEN_AUDIENCE,
  algorithms: environment.TOKEN_ALGORITHMS,
  tokenSource: environment.TOKEN_SOURCE,
  claims: {
    roles: environment.TOKEN_ROLES_CLAIM,
    userId: environment.TOKEN_USER_ID_CLAIM,
    userName: environment.TOKEN_USER_NAME_CLAIM,
  },
  rolesByRight: environment.TOKEN_RIGHTS,
  verify,
  clock: Date.now,
  log: writeLog,
  metrics: metricsOf(environment.SERVICE),
};

export const handler = (event: APIGatewayRequestAuthorizerEventV2): Promise<Authorization> =>
  authorizeCaller(event, dependencies);
