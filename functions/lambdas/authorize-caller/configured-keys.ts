import type { VerifyToken } from './issuer-keys.ts';
import { keySetOf, verifyToken } from './key-set.ts';

/**
 * Verifies tokens with keys that stand in the configuration, and asks nobody: for an issuer that nothing on AWS can reach
 * (docs/configuration.md, "Keys in the configuration").
 * @param keySet a key set (RFC 7517) as JSON.
 * @throws SyntaxError or IssuerUnreachable at once when it is none.
 */
export function verifierWith(keySet: string): VerifyToken {
  const keys = keySetOf(JSON.parse(keySet));
  return (token, options) => verifyToken(token, keys, options);
}
