import { errors } from 'jose';
import type { VerifyToken } from './issuer-keys.ts';

/**
 * Makes a verifier read its keys and verify one token, so that the first caller waits for neither. To be awaited while
 * the function loads, when Lambda gives it whole processors (docs/benchmarks.md, "Cold start"). The token is not
 * signed: no verifier accepts it.
 *
 * Never rejects. If the issuer cannot be reached, the first request tries again and reports it.
 * @param algorithms those of the tokens; each is tried until one has a key.
 */
export async function readKeysAhead(verify: VerifyToken, algorithms: readonly string[]): Promise<void> {
  for (const alg of algorithms) {
    try {
      await verify(unsignedToken(alg), {});
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) return;
    }
  }
}

function unsignedToken(alg: string): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${part({ alg })}.${part({})}.${part({})}`;
}
