import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { errors } from 'jose';
import type { Caller } from '../../domain/misp.ts';
import { errorFacts, type Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { findToken, type TokenSource } from './find-token.ts';
import type { VerifyToken } from './issuer-keys.ts';
import { IssuerUnreachable } from './issuer-unreachable.ts';
import { logUser } from './log-user.ts';
import { type ClaimNames, callerOf, hasMispRole, isFor } from './read-claims.ts';

/** What the authorizer depends on: the deployment's settings and the issuer's keys. */
export interface AuthorizerDependencies {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly tokenSource: TokenSource;
  readonly claims: ClaimNames;
  readonly verify: VerifyToken;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What the gateway gets to know of a caller: what operations read, and `logUser` for its access log. */
type CallerContext = Caller & { readonly logUser: string };

export type Authorization = APIGatewaySimpleAuthorizerWithContextResult<CallerContext | Record<string, never>>;

/** How far the clocks of an issuer and of this function may be apart: `nbf` and `exp` are taken with so much leeway. */
const CLOCK_TOLERANCE_SECONDS = 10;

const denied: Authorization = { isAuthorized: false, context: {} };

/**
 * Decides whether a request may pass: a token of the issuer for this audience, signed with an accepted algorithm, valid now,
 * and with the role MISP. Hands the caller's id and name to the operation.
 * @throws when nothing can be said because the issuer is out of reach: the gateway answers 500 and caches nothing.
 */
export async function authorizeCaller(
  event: APIGatewayRequestAuthorizerEventV2,
  { issuer, audience, algorithms, tokenSource, claims, verify, clock, log, metrics }: AuthorizerDependencies,
): Promise<Authorization> {
  const refuse = (reason: string): Authorization => {
    log('WARN', { event: 'token-refused', reason });
    metrics({ TokensRefused: 1 });
    return denied;
  };
  const token = findToken(event, tokenSource);
  if (token === undefined) return refuse('no token');
  try {
    const payload = await verify(token, {
      issuer,
      algorithms: [...algorithms],
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock()),
    });
    if (!isFor(audience, payload)) return refuse('audience');
    if (!hasMispRole(payload, claims)) return refuse('role missing');
    const caller = callerOf(payload, claims);
    if (caller === undefined) return refuse('user id missing');
    return { isAuthorized: true, context: { ...caller, logUser: logUser(caller.userId) } };
  } catch (error) {
    // jose's own codes name what is wrong with the token without repeating any of it.
    if (error instanceof errors.JWTClaimValidationFailed) return refuse(`${error.code} ${error.claim}`);
    if (error instanceof errors.JOSEError) return refuse(error.code);
    const reason = error instanceof IssuerUnreachable ? { reason: error.reason } : {};
    log('ERROR', { event: 'authorization-failed', ...reason, ...errorFacts(error) });
    throw error;
  }
}
