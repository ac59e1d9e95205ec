import { authorizeCaller } from '../../../functions/lambdas/authorize-caller/authorize-caller.ts';
import { keySetOf, verifyToken } from '../../../functions/lambdas/authorize-caller/key-set.ts';
import { sweepAuditOutbox } from '../../../functions/lambdas/sweep-audit-outbox/sweep-audit-outbox.ts';
import { DynamoDbOutbox } from '../../../functions/storage/dynamodb-outbox.ts';
import { writeLog } from '../../../functions/telemetry/log.ts';
import { metricsOf } from '../../../functions/telemetry/metrics.ts';
import { authorizerEvent } from '../../../test/support/authorizer-event.ts';
import { newSigningKey, signToken } from '../../../test/support/loopback-issuer.ts';
import { median } from '../../../test/support/statistics.ts';
import type { FunctionUsage } from '../usage.ts';
import { withCapturedOutput } from './captured-output.ts';
import { cpuMsOfEach } from './cpu-time.ts';
import type { MeasuringPlace } from './measuring-place.ts';

const TIMES = 60;
const GROUP = 10;
const ISSUER = 'https://issuer.example.org/realms/mosip';
const AUDIENCE = 'misp-management-service';

const times = (work: () => Promise<unknown>) => Array.from({ length: TIMES }, () => work);

/** A sweep of the outbox as it is, which must be empty. */
export async function measureSweep(place: MeasuringPlace): Promise<FunctionUsage & { readonly output: string }> {
  const { driver, recorder, bus, stackName } = place;
  const sweep = () =>
    sweepAuditOutbox({
      bus: bus.bus,
      outbox: new DynamoDbOutbox(driver.client, driver.tables.outbox, performance.now() + 60_000),
      log: writeLog,
      metrics: metricsOf(`${stackName}-sweep-audit-outbox`),
      clock: Date.now,
      timeLeft: () => 840_000,
    });
  recorder.take();
  const { output } = await withCapturedOutput(sweep);
  const calls = recorder.take();
  const { result } = await withCapturedOutput(() => cpuMsOfEach(times(sweep), GROUP));
  return { calls, logBytes: Buffer.byteLength(output), cpuMs: median(result), output };
}

/** The authorizer with the issuer's keys at hand, as it has them for ten minutes at a time. */
export async function measureAuthorizer(): Promise<FunctionUsage> {
  const key = await newSigningKey('key-1', 'RS256');
  const keys = keySetOf({ keys: [key.jwk] });
  const token = await signToken(key, {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: '0f8fad5b-d9cb-469f-a165-70867728950e',
    preferred_username: 'auth-carrier-7',
    realm_access: { roles: ['MISP', 'offline_access', 'uma_authorization'] },
    exp: Math.floor(Date.now() / 1000) + 3600,
  });
  const event = authorizerEvent({ authorization: `Bearer ${token}` });
  const authorize = async () => {
    const { isAuthorized } = await authorizeCaller(event, {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: ['RS256'],
      tokenSource: 'header',
      claims: { roles: 'realm_access.roles', userId: 'sub', userName: 'preferred_username' },
      rolesByRight: {
        validate: ['MISP'],
        read: ['MISP'],
        register: ['MISP'],
        approve: ['MISP'],
        operate: ['MISP'],
        keys: ['MISP'],
      },
      verify: (presented, options) => verifyToken(presented, keys, options),
      clock: Date.now,
      log: writeLog,
      metrics: () => undefined,
    });
    if (!isAuthorized) throw new Error('The token was refused');
  };
  const { output } = await withCapturedOutput(authorize);
  const { result } = await withCapturedOutput(async () => {
    await cpuMsOfEach(times(authorize), GROUP);
    return cpuMsOfEach(times(authorize), GROUP);
  });
  return { calls: [], logBytes: Buffer.byteLength(output), cpuMs: median(result) };
}
