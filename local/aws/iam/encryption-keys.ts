import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import { contextOf } from './identities.ts';
import { type Access, type Principal, readPolicy, type Statement, verdictOf } from './policy-document.ts';

/** A principal that uses a KMS key. */
export type KeyUser =
  | { readonly kind: 'role'; readonly arn: string; readonly statements: readonly Statement[] }
  | { readonly kind: 'service'; readonly name: string };

/**
 * Whether a principal may use a KMS key of the template: by the key policy or, if that delegates to the account, by the
 * principal's own policies. Ignores grants, because a template has none.
 * @param through the service that uses the key on the principal's behalf, for example `dynamodb`.
 * @throws Error if the key is not in the template, because its policy is then unknown.
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

/** The account as a principal means every principal with a policy of its own that allows the action. */
function isAccount({ kind, name }: Principal): boolean {
  return kind === 'AWS' && (name === accountId || name === `arn:aws:iam::${accountId}:root`);
}
