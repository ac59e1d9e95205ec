import type { Grant } from '../../../local/aws/iam/grants.ts';
import type { SecuredFunction } from '../../../local/aws/iam/permissions.ts';
import type { Statement } from '../../../local/aws/iam/policy-document.ts';
import { isAction } from '../../../local/aws/iam/wildcards.ts';

/**
 * What is wrong with grants by the look of them. Calls do not show it: of two equal grants neither can be taken away alone, and
 * a grant of everything is used as well as one of just what is needed.
 */

export const wordingOf = ({ function: name, action, resource, key }: Omit<Grant, 'isPlatform' | 'uses'>) =>
  [name, action, resource.split(/[:/]/).slice(-3).join('/'), key ?? ''].join(' | ');

/** Kinds of items in the table of MISPs, as policies name their keys. */
const KEY_KINDS = new Set(['MISP#*', 'NAME#*', 'KEY#*', 'COUNTER']);

const isPattern = (text: string) => /[*?]/.test(text);

const isOfMispItems = ({ action, resource }: Grant) =>
  action.startsWith('dynamodb:') && /:table\/[^/]*-misps$/.test(resource);

/** Grants that allow more than a call can use: any action, any resource, or any item of the table of MISPs. */
export function widerThanCalls(own: readonly Grant[]): readonly string[] {
  return own
    .filter(
      (grant) =>
        isPattern(grant.action) ||
        isPattern(grant.resource) ||
        (isOfMispItems(grant) && !KEY_KINDS.has(grant.key ?? '')),
    )
    .map((grant) => `Wider than any call: ${wordingOf(grant)}`);
}

/** Grants that stand in more than one statement of a function. */
export function grantedTwice({ name, grants }: SecuredFunction): readonly string[] {
  const rows = grants.statements.filter(({ effect }) => effect === 'Allow').flatMap(rowsOf);
  const wordings = rows.map((row) => wordingOf({ function: name, ...row }));
  return [...new Set(wordings.filter((wording, index) => wordings.indexOf(wording) !== index))].map(
    (wording) => `Granted twice: ${wording}`,
  );
}

function rowsOf({ actions, resources, conditions }: Statement) {
  const keys = conditions.find(({ key }) => key === 'dynamodb:LeadingKeys')?.values ?? [undefined];
  return actions.flatMap((action) =>
    resources.flatMap((resource) => keys.map((key) => ({ action, resource, ...(key === undefined ? {} : { key }) }))),
  );
}

/** Grants to scan, by whatever name: only the sweeper may, and only the outbox. */
export function scansOfOthers(grants: readonly Grant[]): readonly string[] {
  return grants
    .filter(({ action }) => isAction(action, 'dynamodb:Scan'))
    .filter(({ function: name, resource }) => !/-sweep-audit-outbox$/.test(name) || !/-audit-outbox$/.test(resource))
    .map((grant) => `May scan: ${wordingOf(grant)}`);
}
