import { randomUUID } from 'node:crypto';

/**
 * Replaces the SDK's source of random UUIDs (lib/functions/lambda-bundle.ts), one of which marks each call. The SDK asks the global
 * `crypto`, and so loads all of the Web Crypto API. `node:crypto` is loaded anyway, for signatures.
 */
export const bindV4 = () => () => randomUUID();
