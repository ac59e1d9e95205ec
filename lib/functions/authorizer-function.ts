import { Annotations, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { writeRolesByRight } from '../../functions/domain/rights.ts';
import type { authorizerVariables, EnvironmentValues } from '../../functions/environment/environment.ts';
import { ConfigurationError } from '../configuration/parse-stage.ts';
import { deploymentName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { ServiceFunction } from './service-function.ts';

type AuthorizerVariable = (typeof authorizerVariables)[number];

export interface AuthorizerFunctionProps {
  readonly configuration: StageConfiguration;
}

/**
 * Lambda allows 4 KB for the environment of a function, as the JSON text that its error message shows
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
const MAX_ENVIRONMENT_BYTES = 4096;

/**
 * What the authorizer is told about tokens.
 * @throws ConfigurationError if it is more than Lambda allows.
 */
function environmentOf(configuration: StageConfiguration): EnvironmentValues<AuthorizerVariable> {
  const { auth, stage } = configuration;
  const environment = {
    SERVICE: deploymentName(configuration),
    TOKEN_ISSUER: auth.issuer,
    TOKEN_KEYS: auth.keys === undefined ? 'from-issuer' : JSON.stringify(auth.keys),
    TOKEN_AUDIENCE: auth.audience,
    TOKEN_SOURCE: auth.tokenSource,
    TOKEN_ALGORITHMS: auth.algorithms.join(','),
    TOKEN_ROLES_CLAIM: auth.rolesClaim,
    TOKEN_RIGHTS: writeRolesByRight(auth.rights),
    TOKEN_USER_ID_CLAIM: auth.userIdClaim,
    TOKEN_USER_NAME_CLAIM: auth.userNameClaim,
  };
  const bytes = Buffer.byteLength(JSON.stringify(environment));
  if (bytes > MAX_ENVIRONMENT_BYTES) {
    throw new ConfigurationError(
      `stage ${stage}: the settings in auth take ${bytes} bytes of the ${MAX_ENVIRONMENT_BYTES} that Lambda allows: in bin/stages.ts, leave out ` +
        'keys that sign no tokens, or name fewer or shorter roles',
    );
  }
  return environment;
}

/** Verifies the caller's token. Needs no permission, because the issuer's keys are public. */
export class AuthorizerFunction extends ServiceFunction<AuthorizerVariable> {
  /** @throws ConfigurationError if the settings of tokens take more room than Lambda allows. */
  constructor(scope: Construct, id: string, { configuration }: AuthorizerFunctionProps) {
    const { auth } = configuration;
    super(scope, id, {
      configuration,
      name: 'authorize-caller',
      description: "Verify the caller's token and read its rights",
      timeout: Duration.seconds(5),
      environment: environmentOf(configuration),
      statements: [],
    });
    if (auth.issuer.startsWith('http:') && auth.keys === undefined) {
      Annotations.of(this).addWarningV2(
        'misp:local-issuer',
        `Stage ${configuration.stage}: auth.issuer is ${auth.issuer}, which only the local cloud can reach. On AWS, every request ` +
          'with a token would get a 500. Set the issuer of your identity provider in bin/stages.ts before you deploy.',
      );
    }
  }
}
