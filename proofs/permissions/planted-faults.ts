import type { LocalCloudDriver } from '../../test/e2e/local-cloud-driver.ts';
import { type MutatedAssembly, mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import { type PlantedFault, plantedFault } from '../proof.ts';
import {
  inPolicyOfValidation,
  type TemplateResources,
  type TemplateStatement,
  withChangedTemplate,
} from './changed-template.ts';
import { examineForgeries } from './examine-forgeries.ts';
import { type Examination, examineGrants } from './examine-grants.ts';

const VALIDATION = 'validate-license-key';

const examineValidation = (examination: Omit<Examination, 'only'>) =>
  examineGrants({ ...examination, only: [VALIDATION] }, () => undefined);

const inPolicy = (
  title: string,
  trace: RegExp,
  change: (read: TemplateStatement) => readonly TemplateStatement[],
): PlantedFault =>
  plantedFault(title, trace, () =>
    withChangedTemplate(inPolicyOfValidation('dynamodb:GetItem', change), (assemblyFolder) =>
      examineValidation({ assemblyFolder }),
    ),
  );

/** A template in which forging is not kept out. */
const openTo = (title: string, trace: RegExp, change: (resources: TemplateResources) => void): PlantedFault =>
  plantedFault(title, trace, () => withChangedTemplate(change, examineForgeries));

/** Publisher and sweeper with a check less. */
const blind = (title: string, trace: RegExp, mutation: Omit<SourceMutation, 'file'>): PlantedFault =>
  plantedFault(title, trace, async () => {
    const mutations = [{ file: 'functions/audit/check-row.ts', ...mutation }];
    const mutant: MutatedAssembly = await mutatedAssembly({
      functions: ['publish-audit', 'sweep-audit-outbox'],
      mutations,
    });
    try {
      return await examineForgeries(mutant.folder);
    } finally {
      mutant.remove();
    }
  });

function withoutBusPolicy(resources: TemplateResources): void {
  const [id] = Object.entries(resources).find(([, { Type }]) => Type === 'AWS::Events::EventBusPolicy')!;
  delete resources[id];
}

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
  openTo(
    'a role without a condition on the keys of its rows',
    /^\S+-validate-license-key may put a row of process-misp-status by PutItem$/,
    inPolicyOfValidation('dynamodb:PutItem', (put) => [withoutKeys(put)]),
  ),
  openTo('a bus without a policy', /^The bus took an event of mosip\.pms\.misp from a user$/, withoutBusPolicy),
  blind('a publisher that does not look whose records a row has', /^A forged row came out on the bus: list-misps#/, {
    find: '!allowed.includes(key)',
    put: 'key === undefined',
  }),
  blind(
    'a publisher that does not look whose domain events a row has',
    /^A forged row came out on the bus: list-misps#/,
    { find: "hasChanges && domainEvents !== 'verdict-changes'", put: 'hasChanges && false' },
  ),
  blind(
    'a publisher that does not look whose announcements a row has',
    /^A forged row came out on the bus: list-misps#/,
    {
      find: "isAnnouncement && domainEvents !== 'expiry-notice'",
      put: 'isAnnouncement && false',
    },
  ),
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
  plantedFault(
    'a failure that has nothing to do with what was taken away',
    /^Fails for another reason when taken away: \S+-validate-license-key \| dynamodb:PutItem \|/,
    () => examineValidation({ disturb: neverGivenBack }),
  ),
  plantedFault(
    'a function that stays broken after the first grant was taken away',
    /^Does not work when given back: \S+-validate-license-key \| dynamodb:GetItem \|.*\| MISP#\*, refused dynamodb:GetItem$/,
    () => examineValidation({ disturb: neverGivenBack }),
  ),
];
