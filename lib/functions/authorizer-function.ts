import { Annotations, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { writeRolesByRight } from '../../functions/domain/rights.ts';
import type { authorizerVariables } from '../../functions/environment/environment.ts';
import { deploymentName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { ServiceFunction } from './service-function.ts';

type AuthorizerVariable = (typeof authorizerVariables)[number];

export interface AuthorizerFunctionProps {
  readonly configuration: StageConfiguration;
}

/** Verifies the caller's token. Needs no permission, because the issuer's keys are public. */
export class AuthorizerFunction extends ServiceFunction<AuthorizerVariable> {
  constructor(scope: Construct, id: string, { configuration }: AuthorizerFunctionProps) {
    const { auth } = configuration;
    super(scope, id, {
      configuration,
      name: 'authorize-caller',
      description: "Verify the caller's token and read its rights",
      timeout: Duration.seconds(5),
      environment: {
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
      },
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
