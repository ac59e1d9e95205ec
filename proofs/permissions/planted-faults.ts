import type { LocalCloudDriver } from '../../test/e2e/local-cloud-driver.ts';
import { type Mistake, mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import { plantedTogether } from '../planted-together.ts';
import type { PlantedFault, ProofResult } from '../proof.ts';
import { changeTemplate, inPolicyOf, type TemplateResources, type TemplateStatement } from './changed-template.ts';
import { examineForgeries } from './examine-forgeries.ts';
import { examineGrants } from './examine-grants.ts';

const VALIDATION = 'validate-license-key';
const READING = 'get-misp';

/** Runs something on a copy of the assembly with mistakes in its template and its sources. */
async function onCopy(
  change: (resources: TemplateResources) => void,
  mistakes: readonly Mistake[],
  run: (assemblyFolder: string) => Promise<ProofResult>,
): Promise<ProofResult> {
  const mutant = await mutatedAssembly(...mistakes);
  try {
    changeTemplate(mutant.folder, change);
    return await run(mutant.folder);
  } finally {
    mutant.remove();
  }
}

/** A publisher and sweeper without one check. */
const withoutCheck = (mutation: Omit<SourceMutation, 'file'>): Mistake => ({
  functions: ['publish-audit', 'sweep-audit-outbox'],
  mutations: [{ file: 'functions/audit/check-row.ts', ...mutation }],
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

const withoutKeys = ({ Condition, ...statement }: TemplateStatement): TemplateStatement => statement;

/** A template that does not prevent forging, and functions that do not check each of what a row can forge. */
const open = plantedTogether(
  [
    {
      title: 'a role without a condition on the keys of its rows',
      trace: /^\S+-validate-license-key may put a row of process-misp-status by PutItem$/,
    },
    {
      title: 'a bus without a policy',
      trace: /^The bus took an event of mosip\.pms\.misp from a user$/,
    },
    {
      title: 'a publisher that does not check the owner of records',
      trace: /^A forged row reached the bus, with records of another: list-misps#/,
    },
    {
      title: 'a publisher that does not check the owner of domain events',
      trace: /^A forged row reached the bus, with domain events: list-misps#/,
    },
    {
      title: 'a publisher that does not check the owner of announcements',
      trace: /^A forged row reached the bus, with an announcement: list-misps#/,
    },
  ],
  () =>
    onCopy(
      (resources) => {
        inPolicyOf(VALIDATION, 'dynamodb:PutItem', (put) => [withoutKeys(put)])(resources);
        withoutBusPolicy(resources);
      },
      [
        withoutCheck({ find: '!allowed.includes(key)', put: 'key === undefined' }),
        withoutCheck({ find: "hasChanges && domainEvents !== 'verdict-changes'", put: 'hasChanges && false' }),
        withoutCheck({ find: "isAnnouncement && domainEvents !== 'expiry-notice'", put: 'isAnnouncement && false' }),
      ],
      examineForgeries,
    ),
);

/** Grants that are not needed. Those that would hide each other are in statements or functions of their own. */
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
    {
      title: 'a grant that another grant includes',
      trace: /^Not missed when removed: \S+-get-misp \| dynamodb:GetItem \|.*\| MISP#\*$/,
    },
    {
      title: 'a grant of all items where some are needed',
      trace: /^Wider than any call: \S+-validate-license-key \| dynamodb:PutItem \|/,
    },
  ],
  () =>
    onCopy(
      (resources) => {
        inPolicyOf(VALIDATION, 'dynamodb:GetItem', (read) => [
          read,
          read,
          { ...read, Action: 'dynamodb:DeleteItem' },
          { ...read, Action: 'dynamodb:Scan' },
        ])(resources);
        inPolicyOf(VALIDATION, 'dynamodb:PutItem', (put) => [withoutKeys(put)])(resources);
        inPolicyOf(READING, 'dynamodb:GetItem', (read) => [read, withoutKeys(read)])(resources);
      },
      [],
      (assemblyFolder) =>
        examineGrants({ assemblyFolder, only: [VALIDATION, READING], isBrief: true }, () => undefined),
    ),
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
  () => examineGrants({ only: [VALIDATION], disturb: neverGivenBack }, () => undefined),
);

export const plantedFaults: readonly PlantedFault[] = [...open, ...superfluous, ...broken];
