import { isCrossSite } from '../loopback.ts';
import { answerReferencePage } from '../reference-page/reference-page.ts';
import { type GatewayAnswer, gatewayMessage } from './answer.ts';
import { AUTHMANAGER_PATH, answerAuthentication } from './authmanager.ts';
import type { Controls } from './control-endpoints.ts';
import type { HttpApi } from './http-api.ts';
import type { Issuer } from './issuer.ts';
import { answerLocal, LOCAL_PATH, type LocalView } from './local-endpoints.ts';
import type { GatewayRequest } from './request.ts';
import type { RequestHandler } from './server.ts';
import { answerToken, TOKEN_PATH } from './token-endpoint.ts';

/** The path of the issuer. */
export const ISSUER_PATH = `${LOCAL_PATH}/issuer`;

/** The path of the reference page. */
export const REFERENCE_PATH = `${LOCAL_PATH}/docs`;

export interface GatewayParts {
  readonly api: HttpApi;
  readonly issuer: Issuer;
  readonly view: LocalView;
  readonly controls: Controls;
  /** Where the template's authorizer expects the token; undefined without an authorizer. */
  readonly tokenSource: string | undefined;
  /** The common start of the service's paths. */
  readonly basePath: string;
}

/** Handles every request at the gateway's port: the template's API, the local pages and authmanager. */
export function gatewayHandler(parts: GatewayParts): RequestHandler {
  return async (request) => {
    const { api, issuer } = parts;
    const { path } = request;
    const isLocal = path === LOCAL_PATH || path.startsWith(`${LOCAL_PATH}/`);
    if (!isLocal && !path.startsWith(AUTHMANAGER_PATH)) return api.answer(request);
    // These paths return tokens and audit records, and change how the local cloud behaves.
    if (isCrossSite(request.headers)) return gatewayMessage(403);
    const answer = isLocal ? await answerOwn(request, parts) : await answerAuthentication(request, issuer);
    return answer ?? gatewayMessage(404);
  };
}

async function answerOwn(request: GatewayRequest, parts: GatewayParts): Promise<GatewayAnswer | undefined> {
  const { issuer, view, controls, tokenSource, basePath } = parts;
  const { method, path, headers } = request;
  if (path.startsWith(`${ISSUER_PATH}/`)) {
    return method === 'GET' ? issuer.answer(path.slice(ISSUER_PATH.length)) : undefined;
  }
  if (method === 'GET' && path === TOKEN_PATH) return answerToken(request, issuer, tokenSource);
  if (path === REFERENCE_PATH || path.startsWith(`${REFERENCE_PATH}/`)) {
    // To a browser, another name of this machine is another site. So the page calls the host under which it was opened.
    const baseUrl = `http://${headers.host}${basePath}`;
    return method === 'GET' ? answerReferencePage(path.slice(REFERENCE_PATH.length), baseUrl) : undefined;
  }
  return answerLocal(request, view, controls);
}
