import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import { contextOf } from './identities.ts';
import { type Access, type Principal, readPolicy, type Statement, verdictOf } from './policy-document.ts';

/** Who wants to use a key. */
export type KeyUser =
  | { readonly kind: 'role'; readonly arn: string; readonly statements: readonly Statement[] }
  | { readonly kind: 'service'; readonly name: string };

/**
 * Whether a key of the template may be used, by its own policy or, where that leaves it to the account, by the user's.
 * Grants are not looked for: a template has none.
 * @param through the service that uses the key in the user's name, for example `dynamodb`.
 * @throws Error when the key is not in the template: who may use it cannot be known then.
 */
export function mayUseKey(
  template: RunnableTemplate,
  keyArn: string,
  action: string,
  user: KeyUser,
  through: string,
): boolean {
  const key = template.byArn(keyArn);
  if (key.type !== 'AWS::KMS::Key')
    throw new Error(`${keyArn} is a ${key.type}: only keys themselves are evaluated here`);
  const policy = readPolicy(key.properties.KeyPolicy, key.logicalId, keyArn);
  const access: Access = {
    action,
    resource: keyArn,
    context: {
      ...contextOf(user.kind === 'service' ? user : { kind: 'principal', arn: user.arn }),
      'kms:CallerAccount': [accountId],
      'kms:ViaService': [`${through}.${region}.amazonaws.com`],
    },
  };
  const direct = policy.filter(({ principals }) => principals.some((principal) => isMeant(principal, user)));
  const own = user.kind === 'role' ? user.statements : [];
  const verdicts = [verdictOf(direct, access), verdictOf(own, access)];
  if (verdicts.includes('Deny')) return false;
  if (verdicts[0] === 'Allow') return true;
  const leftToAccount = policy.filter(({ principals }) => principals.some(isAccount));
  return verdicts[1] === 'Allow' && verdictOf(leftToAccount, access) === 'Allow';
}

function isMeant({ kind, name }: Principal, user: KeyUser): boolean {
  if (user.kind === 'service') return kind === 'Service' && name === user.name;
  return kind === 'AWS' && (name === '*' || name === user.arn);
}

/** The account as a principal stands for every principal whose own policies allow the action. */
function isAccount({ kind, name }: Principal): boolean {
  return kind === 'AWS' && (name === accountId || name === `arn:aws:iam::${accountId}:root`);
}
