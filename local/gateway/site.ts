import { isFromForeignPage } from '../loopback.ts';
import { type GatewayAnswer, gatewayMessage } from './answer.ts';
import { AUTHMANAGER_PATH, answerAuthentication } from './authmanager.ts';
import type { Controls } from './control-endpoints.ts';
import type { HttpApi } from './http-api.ts';
import type { Issuer } from './issuer.ts';
import { answerLocal, LOCAL_PATH, type LocalView } from './local-endpoints.ts';
import type { GatewayRequest } from './request.ts';
import type { RequestHandler } from './server.ts';

/** Where the issuer's documents are. */
export const ISSUER_PATH = `${LOCAL_PATH}/issuer`;

export interface Site {
  readonly api: HttpApi;
  readonly issuer: Issuer;
  readonly view: LocalView;
  readonly controls: Controls;
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

function answerOwn(request: GatewayRequest, { issuer, view, controls }: Site): Promise<GatewayAnswer | undefined> {
  if (!request.path.startsWith(`${ISSUER_PATH}/`)) return answerLocal(request, view, controls);
  const isRead = request.method === 'GET';
  return Promise.resolve(isRead ? issuer.answer(request.path.slice(ISSUER_PATH.length)) : undefined);
}
