/**
 * Whether a request was addressed to this machine by a name that no one else can own. A web page can make a browser call
 * an address on this machine under a name of its own (DNS rebinding); its `Host` header gives that away.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
}

/** The headers by which a browser gives away which page a request comes from; several of one name joined by commas. */
export interface TellingHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | undefined;
}

/**
 * Whether a request may come from a web page that is not of this machine. A browser sends `Origin` with whatever changes
 * something and with every request whose answer a page may want to read; with the rest, such as an image or a link, at least
 * `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/). Programs send neither.
 */
export function isFromForeignPage({ host, origin, 'sec-fetch-site': site }: TellingHeaders): boolean {
  if (!isLoopbackHost(host)) return true;
  if (origin !== undefined) return !isLoopbackOrigin(origin);
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** Pages that have no origin of their own, such as files and frames that are shut in, say `null`. */
function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  return /^https?:$/.test(protocol) && isLoopbackHost(host);
}
