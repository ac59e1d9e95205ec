import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { errors, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { type RolesByRight, writeRights } from '../../domain/rights.ts';
import { CLOCK_TOLERANCE_SECONDS, type TokenStanding } from '../../domain/token-standing.ts';
import type { CallerContext } from '../../http/caller-context.ts';
import { errorFacts, type Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { findToken, type TokenSource } from './find-token.ts';
import type { VerifyToken } from './issuer-keys.ts';
import { IssuerUnreachable } from './issuer-unreachable.ts';
import { logUser } from './log-user.ts';
import { type ClaimNames, callerOf, isFor, rightsOf } from './read-claims.ts';

/** What the authorizer depends on: the deployment's settings and the issuer's keys. */
export interface AuthorizerDependencies {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly tokenSource: TokenSource;
  readonly claims: ClaimNames;
  readonly rolesByRight: RolesByRight;
  readonly verify: VerifyToken;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The context for the gateway: the caller for operations, and `logUser` for the access log. */
type GatewayContext = CallerContext & { readonly logUser: string };

export type Authorization = APIGatewaySimpleAuthorizerWithContextResult<GatewayContext | Record<string, never>>;

const denied: Authorization = { isAuthorized: false, context: {} };

/**
 * Decides whether a request may pass: a token of the issuer for this audience, signed with an accepted algorithm, with a role
 * that gives a right. Passes on the caller, the token's rights, its expiry, and whether it has expired: the operation
 * answers an expired one, so that its caller knows to renew it.
 * @throws if the token cannot be judged because the issuer is out of reach: the gateway answers 500 and caches nothing.
 */
export async function authorizeCaller(
  event: APIGatewayRequestAuthorizerEventV2,
  {
    issuer,
    audience,
    algorithms,
    tokenSource,
    claims,
    rolesByRight,
    verify,
    clock,
    log,
    metrics,
  }: AuthorizerDependencies,
): Promise<Authorization> {
  const refuse = (reason: string): Authorization => {
    log('WARN', { event: 'token-refused', reason });
    metrics({ TokensRefused: 1 });
    return denied;
  };
  const token = findToken(event, tokenSource);
  if (token === undefined) return refuse('no token');
  try {
    const { payload, standing } = await verified(verify, token, {
      issuer,
      // RFC 9864 calls EdDSA with Ed25519 by another name.
      algorithms: algorithms.flatMap((name) => (name === 'EdDSA' ? [name, 'Ed25519'] : name)),
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock()),
    });
    if (!isFor(audience, payload)) return refuse('audience');
    const rights = rightsOf(payload, claims, rolesByRight);
    if (rights.length === 0) return refuse('role missing');
    const caller = callerOf(payload, claims);
    if (caller === undefined) return refuse('user id missing');
    const context = {
      ...caller,
      issuer,
      rights: writeRights(rights),
      // Required above, and a number in every token that passed.
      expiresAt: payload.exp ?? 0,
      standing,
      logUser: logUser(caller.userId),
    };
    return { isAuthorized: true, context };
  } catch (error) {
    // jose's own codes name the fault of the token without repeating any of it.
    if (error instanceof errors.JWTClaimValidationFailed) return refuse(`${error.code} ${error.claim}`);
    if (error instanceof errors.JOSEError) return refuse(error.code);
    const reason = error instanceof IssuerUnreachable ? { reason: error.reason } : {};
    log('ERROR', { event: 'authorization-failed', ...reason, ...errorFacts(error) });
    throw error;
  }
}

/** The claims of a genuine token, expired or not. jose checks the expiry last. */
async function verified(
  verify: VerifyToken,
  token: string,
  options: JWTVerifyOptions,
): Promise<{ readonly payload: JWTPayload; readonly standing: TokenStanding }> {
  try {
    return { payload: await verify(token, options), standing: 'current' };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { payload: error.payload, standing: 'expired' };
    throw error;
  }
}
