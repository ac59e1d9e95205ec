import type { HttpRequest } from '@smithy/types';

/** Whether a request, which the SDK's middleware types as `unknown`, is an HTTP request by now. */
export function isHttpRequest(request: unknown): request is HttpRequest {
  return typeof request === 'object' && request !== null && 'hostname' in request && 'headers' in request;
}
