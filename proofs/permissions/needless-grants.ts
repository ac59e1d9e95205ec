import { ANNOUNCER } from '../../functions/audit/events.ts';
import { operations } from '../../functions/operations.ts';
import type { Grant } from '../../local/aws/iam/grants.ts';
import type { SecuredFunction } from '../../local/aws/iam/permissions.ts';
import type { Statement } from '../../local/aws/iam/policy-document.ts';
import { isAction } from '../../local/aws/iam/wildcards.ts';

/**
 * Faults of grants that calls cannot show: of two equal grants neither can be removed alone, and a grant of everything
 * works as well as one of what is needed.
 */

export const wordingOf = ({ function: name, action, resource, key }: Omit<Grant, 'isPlatform' | 'uses'>) =>
  [name, action, resource.split(/[:/]/).slice(-3).join('/'), key ?? ''].join(' | ');

/** Kinds of items in the table of MISPs, as policies write their keys. */
const KEY_KINDS = ['MISP#*', 'NAME#*', 'KEY#*', 'COUNTER'];

const isPattern = (text: string) => /[*?]/.test(text);

/** Single items of any table: publisher and sweeper delete rows in batches. */
const isOfItems = ({ action, resource }: Grant) =>
  /^dynamodb:(Get|Put|Update|Delete|ConditionCheck)Item$/.test(action) && /:table\/[^/]*$/.test(resource);

/** The items of one function alone: its rows, and the outcomes or notices that it keeps. */
const ownKeysOf = (functionName: string) =>
  [
    ...operations.map(({ name }) => ({ name, keys: [`REQUEST#${name}#*`] })),
    { name: ANNOUNCER, keys: ['NOTICE#*', 'ANNOUNCED'] },
  ]
    .filter(({ name }) => functionName.endsWith(`-${name}`))
    .flatMap(({ name, keys }) => [`${name}#*`, ...keys]);

/** Grants that allow more than a call can use: any action, any resource, any item, or rows of another operation. */
export function widerThanCalls(own: readonly Grant[]): readonly string[] {
  return own
    .filter(
      (grant) =>
        isPattern(grant.action) ||
        isPattern(grant.resource) ||
        (isOfItems(grant) && ![...KEY_KINDS, ...ownKeysOf(grant.function)].includes(grant.key ?? '')),
    )
    .map((grant) => `Wider than any call: ${wordingOf(grant)}`);
}

/** Grants in more than one statement of a function. */
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

/** Grants to scan under any name: only the sweeper may scan, and only the outbox. */
export function scansOfOthers(grants: readonly Grant[]): readonly string[] {
  return grants
    .filter(({ action }) => isAction(action, 'dynamodb:Scan'))
    .filter(({ function: name, resource }) => !/-sweep-audit-outbox$/.test(name) || !/-audit-outbox$/.test(resource))
    .map((grant) => `May scan: ${wordingOf(grant)}`);
}
