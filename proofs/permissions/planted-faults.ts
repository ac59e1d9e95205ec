import type { LocalCloudDriver } from '../../test/e2e/local-cloud-driver.ts';
import { type MutatedAssembly, mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import { plantedTogether } from '../planted-together.ts';
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

type Change = (read: TemplateStatement) => readonly TemplateStatement[];

const examineChanged = (change: Change) =>
  withChangedTemplate(inPolicyOfValidation('dynamodb:GetItem', change), (assemblyFolder) =>
    examineValidation({ assemblyFolder }),
  );

const inPolicy = (title: string, trace: RegExp, change: Change): PlantedFault =>
  plantedFault(title, trace, () => examineChanged(change));

/** A publisher and sweeper without one check. */
const withoutCheck = (title: string, trace: RegExp, mutation: Omit<SourceMutation, 'file'>): PlantedFault =>
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

/** After any removal the function can never read MISPs again. */
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

/** A template that does not prevent forging. */
const openTemplate = plantedTogether(
  [
    {
      title: 'a role without a condition on the keys of its rows',
      trace: /^\S+-validate-license-key may put a row of process-misp-status by PutItem$/,
    },
    {
      title: 'a bus without a policy',
      trace: /^The bus took an event of mosip\.pms\.misp from a user$/,
    },
  ],
  () =>
    withChangedTemplate((resources) => {
      inPolicyOfValidation('dynamodb:PutItem', (put) => [withoutKeys(put)])(resources);
      withoutBusPolicy(resources);
    }, examineForgeries),
);

/** Unneeded grants. */
const superfluous = plantedTogether(
  [
    {
      title: 'dynamodb:DeleteItem granted to a function that never calls it',
      trace: /^Never used: \S+-validate-license-key \| dynamodb:DeleteItem \|/,
    },
    {
      title: 'dynamodb:Scan granted to an operation',
      trace: /^May scan: \S+-validate-license-key \| dynamodb:Scan \|/,
    },
    {
      title: 'a grant given twice',
      trace: /^Granted twice: \S+-validate-license-key \| dynamodb:GetItem \|.*\| KEY#\*$/,
    },
  ],
  () =>
    examineChanged((read) => [
      read,
      read,
      { ...read, Action: 'dynamodb:DeleteItem' },
      { ...read, Action: 'dynamodb:Scan' },
    ]),
);

const broken = plantedTogether(
  [
    {
      title: 'a failure unrelated to the removed grant',
      trace: /^Fails for another reason when removed: \S+-validate-license-key \| dynamodb:PutItem \|/,
    },
    {
      title: 'a function that stays broken after the first grant was removed',
      trace:
        /^Does not work when given back: \S+-validate-license-key \| dynamodb:GetItem \|.*\| MISP#\*, refused dynamodb:GetItem$/,
    },
  ],
  () => examineValidation({ disturb: neverGivenBack }),
);

export const plantedFaults: readonly PlantedFault[] = [
  ...openTemplate,
  withoutCheck('a publisher that does not check the owner of records', /^A forged row reached the bus: list-misps#/, {
    find: '!allowed.includes(key)',
    put: 'key === undefined',
  }),
  withoutCheck(
    'a publisher that does not check the owner of domain events',
    /^A forged row reached the bus: list-misps#/,
    {
      find: "hasChanges && domainEvents !== 'verdict-changes'",
      put: 'hasChanges && false',
    },
  ),
  withoutCheck(
    'a publisher that does not check the owner of announcements',
    /^A forged row reached the bus: list-misps#/,
    {
      find: "isAnnouncement && domainEvents !== 'expiry-notice'",
      put: 'isAnnouncement && false',
    },
  ),
  ...superfluous,
  inPolicy(
    'a grant that another grant includes',
    /^Not missed when removed: \S+-validate-license-key \| dynamodb:GetItem \|.*\| KEY#\*$/,
    (read) => [read, withoutKeys(read)],
  ),
  inPolicy(
    'a grant of all items where some are needed',
    /^Wider than any call: \S+-validate-license-key \| dynamodb:GetItem \|/,
    (read) => [withoutKeys(read)],
  ),
  ...broken,
];
