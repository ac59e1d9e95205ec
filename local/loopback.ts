/**
 * Whether a `Host` header names this machine. In DNS rebinding, a web page calls this machine under the page's own host
 * name, which then appears in `Host`.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
}

/** The headers that show which page a browser's request comes from. Repeated headers are joined by commas. */
export interface OriginHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | undefined;
}

/**
 * Whether a request may come from a web page of another site. A browser sends `Origin` with every request that can
 * change something or that a script can read. With all others, such as images and links, it sends at least
 * `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/). Programs send neither.
 */
export function isCrossSite({ host, origin, 'sec-fetch-site': site }: OriginHeaders): boolean {
  if (!isLoopbackHost(host)) return true;
  if (origin !== undefined) return !isLoopbackOrigin(origin);
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** Pages without an origin, such as files and sandboxed frames, send `null`. */
function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  return /^https?:$/.test(protocol) && isLoopbackHost(host);
}
