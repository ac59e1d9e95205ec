import type { LocalCloudDriver } from '../../e2e/local-cloud-driver.ts';
import type { PlantedFault, ProofResult } from '../proof.ts';
import { type TemplateStatement, withChangedPolicy } from './changed-policy.ts';
import { type Examination, examineGrants } from './examine-grants.ts';

const VALIDATION = 'validate-license-key';

/** @param trace what the mistake leaves in a violation: nothing else counts as having caught it. */
const planted = (title: string, trace: RegExp, examine: () => Promise<ProofResult>): PlantedFault => ({
  title,
  run: async () => {
    const { figures, violations } = await examine();
    return { figures, violations: violations.filter((violation) => trace.test(violation)) };
  },
});

const examineValidation = (examination: Omit<Examination, 'only'>) =>
  examineGrants({ ...examination, only: VALIDATION }, () => undefined);

const inPolicy = (
  title: string,
  trace: RegExp,
  change: (read: TemplateStatement) => readonly TemplateStatement[],
): PlantedFault =>
  planted(title, trace, () => withChangedPolicy(change, (assemblyFolder) => examineValidation({ assemblyFolder })));

/** Whatever is taken away, the function can read no MISP from then on. */
function neverGivenBack({ cloud: { permissions } }: LocalCloudDriver): void {
  const read = permissions
    .grants()
    .find(
      ({ function: name, action, key }) =>
        name.endsWith(VALIDATION) && action === 'dynamodb:GetItem' && key === 'MISP#*',
    );
  if (read === undefined) throw new Error(`${VALIDATION} reads no MISPs`);
  permissions.withhold(read);
}

const withoutKeys = ({ Condition, ...read }: TemplateStatement): TemplateStatement => read;

export const plantedFaults: readonly PlantedFault[] = [
  inPolicy(
    'dynamodb:DeleteItem granted to a function that never calls it',
    /^Never used: \S+-validate-license-key \| dynamodb:DeleteItem \|/,
    (read) => [read, { ...read, Action: 'dynamodb:DeleteItem' }],
  ),
  inPolicy(
    'dynamodb:Scan granted to an operation',
    /^May scan: \S+-validate-license-key \| dynamodb:Scan \|/,
    (read) => [read, { ...read, Action: 'dynamodb:Scan' }],
  ),
  inPolicy(
    'a grant that stands twice',
    /^Granted twice: \S+-validate-license-key \| dynamodb:GetItem \|.*\| KEY#\*$/,
    (read) => [read, read],
  ),
  inPolicy(
    'a grant that another one holds already',
    /^Not missed when taken away: \S+-validate-license-key \| dynamodb:GetItem \|.*\| KEY#\*$/,
    (read) => [read, withoutKeys(read)],
  ),
  inPolicy(
    'a grant of all items where some are needed',
    /^Wider than any call: \S+-validate-license-key \| dynamodb:GetItem \|/,
    (read) => [withoutKeys(read)],
  ),
  planted(
    'a failure that has nothing to do with what was taken away',
    /^Fails for another reason when taken away: \S+-validate-license-key \| dynamodb:PutItem \|/,
    () => examineValidation({ disturb: neverGivenBack }),
  ),
  planted(
    'a function that stays broken after the first grant was taken away',
    /^Does not work when given back: \S+-validate-license-key \| dynamodb:GetItem \|.*\| MISP#\*, refused dynamodb:GetItem$/,
    () => examineValidation({ disturb: neverGivenBack }),
  ),
];
