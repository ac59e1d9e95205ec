/** The names of one algorithm (RFC 8037, RFC 9864). */
const ED25519_NAMES: readonly unknown[] = ['EdDSA', 'Ed25519'];

/**
 * The members of a published key (RFC 7517) that say something: some issuers write null, an empty text or an empty list
 * for those that they leave out. The algorithm of an Ed25519 key is left out as well if it is its own: it has two
 * names, and a token may have the other one.
 */
export function saidMembers(key: object): Record<string, unknown> {
  const said = Object.entries(key).filter(
    ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  const { alg, ...rest } = Object.fromEntries(said);
  const isNamedTwice = rest.kty === 'OKP' && rest.crv === 'Ed25519' && ED25519_NAMES.includes(alg);
  return alg === undefined || isNamedTwice ? rest : { ...rest, alg };
}
