/**
 * Whether a request was addressed to this machine by a name that no one else can own. A web page can make a browser call
 * an address on this machine under a name of its own (DNS rebinding); its `Host` header gives that away.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
}
