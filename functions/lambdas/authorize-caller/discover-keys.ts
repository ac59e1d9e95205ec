import { IssuerUnreachable } from './issuer-unreachable.ts';

/** The address of an issuer's discovery document (OpenID Connect Discovery 1.0, section 4). */
export function discoveryAddress(issuer: string): URL {
  return new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
}

/**
 * The address of an issuer's keys, from its discovery document. The document must name the very same issuer (OpenID Connect
 * Discovery 1.0, section 4.3), and keys of an https issuer come over https only: someone who could change them on the way could sign
 * tokens.
 * @throws IssuerUnreachable if the document breaks these rules.
 */
export function keysAddress(document: unknown, issuer: string): URL {
  const { issuer: named, jwks_uri: address } = isRecord(document) ? document : {};
  if (named !== issuer) throw new IssuerUnreachable('discovery-names-another-issuer');
  if (typeof address !== 'string') throw new IssuerUnreachable('discovery-names-no-jwks-uri');
  const url = URL.parse(address);
  if (url?.protocol === 'http:' && new URL(issuer).protocol === 'https:') {
    throw new IssuerUnreachable('jwks-uri-not-https');
  }
  const isAllowed = (url?.protocol === 'https:' || url?.protocol === 'http:') && url.username + url.password === '';
  if (url === null || !isAllowed) throw new IssuerUnreachable('jwks-uri-not-allowed');
  return url;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
