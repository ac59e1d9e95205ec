import type { VerifyToken } from './issuer-keys.ts';
import { keySetOf, verifyToken } from './key-set.ts';

/**
 * Verifies tokens with keys from the configuration, without a call: for an issuer that AWS cannot reach
 * (docs/configuration.md, "Keys in the configuration").
 * @param keySet a key set (RFC 7517) as JSON.
 * @throws SyntaxError or IssuerUnreachable at once if it is not one.
 */
export function verifierWith(keySet: string): VerifyToken {
  const keys = keySetOf(JSON.parse(keySet));
  return (token, options) => verifyToken(token, keys, options);
}
