import { errors } from 'jose';
import type { VerifyToken } from './issuer-keys.ts';

/**
 * Has a verifier read its keys and verify one token, so that the first caller waits for neither. To be awaited while the function loads,
 * when Lambda gives it whole processors (docs/benchmarks.md, "Cold start"). The token is not signed: no verifier accepts it.
 *
 * Never rejects. Where the issuer cannot be reached, the first request tries again and says so.
 * @param algorithms those of the tokens; one is tried after the other until there is a key for it.
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
