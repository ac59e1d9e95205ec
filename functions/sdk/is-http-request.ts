import type { HttpRequest } from '@smithy/types';

/** What the SDK's middleware calls `unknown` until it has become the request of a protocol. */
export function isHttpRequest(request: unknown): request is HttpRequest {
  return typeof request === 'object' && request !== null && 'hostname' in request && 'headers' in request;
}
