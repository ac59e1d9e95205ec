/**
 * Replaces the SDK's user agent in the bundles (lib/functions/lambda-bundle.ts). The SDK would put it together again for each call. The
 * clients send one of their own: functions/sdk/streamline.ts.
 */
export const getUserAgentPlugin = () => ({ applyToStack: () => undefined });
export const userAgentMiddleware = undefined;
export const getUserAgentMiddlewareOptions = undefined;
