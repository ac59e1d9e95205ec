import { isFromForeignPage } from '../loopback.ts';
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

/** Where the issuer's documents are. */
export const ISSUER_PATH = `${LOCAL_PATH}/issuer`;

/** Where the reference page is. */
export const REFERENCE_PATH = `${LOCAL_PATH}/docs`;

export interface Site {
  readonly api: HttpApi;
  readonly issuer: Issuer;
  readonly view: LocalView;
  readonly controls: Controls;
  /** Where the template's authorizer looks for the token; undefined when none does. */
  readonly tokenSource: string | undefined;
  /** What the service's own paths begin with. */
  readonly basePath: string;
}

/** Everything that answers at the gateway's port: the API of the template, and what only this machine has. */
export function siteOf(site: Site): RequestHandler {
  return async (request) => {
    const { api, issuer } = site;
    const { path } = request;
    const isLocal = path === LOCAL_PATH || path.startsWith(`${LOCAL_PATH}/`);
    if (!isLocal && !path.startsWith(AUTHMANAGER_PATH)) return api.answer(request);
    // These give away tokens and audit records, and change how everything behaves.
    if (isFromForeignPage(request.headers)) return gatewayMessage(403);
    const answer = isLocal ? await answerOwn(request, site) : await answerAuthentication(request, issuer);
    return answer ?? gatewayMessage(404);
  };
}

async function answerOwn(request: GatewayRequest, site: Site): Promise<GatewayAnswer | undefined> {
  const { issuer, view, controls, tokenSource, basePath } = site;
  const { method, path, headers } = request;
  if (path.startsWith(`${ISSUER_PATH}/`)) {
    return method === 'GET' ? issuer.answer(path.slice(ISSUER_PATH.length)) : undefined;
  }
  if (method === 'GET' && path === TOKEN_PATH) return answerToken(request, issuer, tokenSource);
  if (path === REFERENCE_PATH || path.startsWith(`${REFERENCE_PATH}/`)) {
    // A browser takes another name of this machine for another site, so the page calls the one by which it was opened.
    const baseUrl = `http://${headers.host}${basePath}`;
    return method === 'GET' ? answerReferencePage(path.slice(REFERENCE_PATH.length), baseUrl) : undefined;
  }
  return answerLocal(request, view, controls);
}
