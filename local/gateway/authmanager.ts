import { isRecord } from '../template/json-values.ts';
import { type GatewayAnswer, jsonAnswer } from './answer.ts';
import type { Issuer } from './issuer.ts';
import type { GatewayRequest } from './request.ts';
import { rolesOf, TOKEN_LIFETIME_SECONDS, tokenCookie } from './users.ts';

/** The path of MOSIP's authmanager. */
export const AUTHMANAGER_PATH = '/v1/authmanager/';
/** The fields and message of each authentication method, by the last part of its path. */
const methods = new Map([
  [
    'useridPwd',
    {
      name: 'userName',
      secret: 'password',
      message: 'Username and password combination had been validated successfully',
    },
  ],
  [
    'clientidsecretkey',
    {
      name: 'clientId',
      secret: 'secretKey',
      message: 'Clientid and Token combination had been validated successfully',
    },
  ],
]);

/**
 * Authenticates like MOSIP's authmanager, but accepts any user with any password, so MOSIP's scripts run unmodified
 * against the local cloud. Returns the token in a cookie and a header, both named `Authorization`.
 * @returns undefined if the request is for something else.
 */
export async function answerAuthentication(
  request: GatewayRequest,
  issuer: Issuer,
): Promise<GatewayAnswer | undefined> {
  const prefix = `${AUTHMANAGER_PATH}authenticate/`;
  if (request.method !== 'POST' || !request.path.startsWith(prefix)) return undefined;
  const method = methods.get(request.path.slice(prefix.length));
  if (method === undefined) return undefined;
  const envelope = parse(request.body);
  const credentials = isRecord(envelope.request) ? envelope.request : {};
  const missing = [method.name, method.secret].filter((field) => !isFilled(credentials[field]));
  if (missing.length > 0) {
    const errors = missing.map((field) => ({
      errorCode: 'KER-ATH-019',
      message: `request.${field} should not be null or empty`,
    }));
    return answer(envelope, null, errors);
  }
  const user = String(credentials[method.name]);
  const token = await issuer.token(user, { roles: rolesOf(user), lifetimeSeconds: TOKEN_LIFETIME_SECONDS });
  return {
    ...answer(envelope, { status: 'success', message: method.message }, null, { authorization: token }),
    cookies: [tokenCookie(token)],
  };
}

/** An unreadable body counts as one without user and password. */
function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const envelope: unknown = JSON.parse(body.toString());
    return isRecord(envelope) ? envelope : {};
  } catch {
    return {};
  }
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** MOSIP's envelope: `id` and `version` come from the request, `errors` is null if there are none. */
function answer(
  { id = null, version = null }: Readonly<Record<string, unknown>>,
  response: unknown,
  errors: unknown,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  const responsetime = new Date().toISOString();
  return jsonAnswer(200, { id, version, responsetime, metadata: null, response, errors }, headers);
}
