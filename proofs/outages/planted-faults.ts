import type { LocalCloud } from '../../local/local-cloud.ts';
import { type Mistake, mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import { type FaultAmongOthers, plantedTogether } from '../planted-together.ts';
import type { PlantedFault } from '../proof.ts';
import { CLIENTS, runOutages } from './run-outages.ts';

/** Little more than the beginning of every run: three MISPs, each registered, approved and updated twice. */
const OPERATIONS = 14;

const STORE = 'functions/storage/dynamodb-misp-store.ts';
const NO_ROW_IN_TRANSACTION: SourceMutation = {
  file: STORE,
  find: '{ Put: { TableName: outbox, Item: row } },',
  put: '',
};

/** Mistakes in one run. @param disturb makes them happen, before every request. */
const inOneRun = (
  faults: readonly (FaultAmongOthers & Mistake)[],
  disturb: (cloud: LocalCloud) => void,
): readonly PlantedFault[] =>
  plantedTogether(faults, async ({ seed }) => {
    const mutant = await mutatedAssembly(...faults);
    try {
      const small = { operations: OPERATIONS, seed, progress: () => undefined, disturb };
      return await runOutages({ ...small, assemblyFolder: mutant.folder });
    } finally {
      mutant.remove();
    }
  });

/** Kills three updates, each before or after it is stored. */
const killUpdates = (when: 'before' | 'after') => (cloud: LocalCloud) => {
  if (cloud.crashes.happened < 3 && cloud.crashes.planned().length === 0) {
    cloud.crash({ function: 'update-misp', after: 'dynamodb:TransactWriteItems', when });
  }
};

const rowAfter = {
  title: 'the audit row put after the change',
  functions: ['update-misp'],
  mutations: [
    NO_ROW_IN_TRANSACTION,
    {
      file: STORE,
      find: "return { kind: 'committed' };",
      put: "await this.putRow(row); return { kind: 'committed' };",
    },
  ],
  trace: /^The records of version \d+ of MISP \d+ are lost$/,
};
const rowBefore = {
  title: 'the audit row put before the change',
  functions: ['update-misp'],
  mutations: [
    NO_ROW_IN_TRANSACTION,
    {
      file: STORE,
      find: 'const takesName = after',
      put: 'await this.putRow(row); const takesName = after',
    },
  ],
  trace: /^Version \d+ of MISP \d+ is claimed by requests .* a change that did not happen$/,
};
const decidedAgain = {
  title: 'a lost answer decided again, with a new token',
  functions: ['update-misp'],
  mutations: [
    {
      file: STORE,
      find: '  await this.#client.send(command, { abortSignal: signal });',
      put: `  await this.#client.send(
          new TransactWriteCommand({ ...command.input, ClientRequestToken: crypto.randomUUID() }),
          { abortSignal: signal },
        );`,
    },
    {
      file: 'functions/operation/settle.ts',
      find: 'return current.lastRequestId === this.#facts.requestId && current.version === after.version && hasLicense;',
      put: 'return false;',
    },
  ],
  trace: /^Two records have the place /,
};

/** These need no failure, so they run with others. */
const droppedEvents = {
  title: 'a publisher that drops domain events but deletes their rows',
  functions: ['publish-audit'],
  mutations: [
    {
      file: 'functions/audit/publish-rows.ts',
      find: 'expandRow(row).map(',
      put: "expandRow(row).filter(({ detailType }) => detailType !== 'LICENSE_VERDICT_CHANGED').map(",
    },
  ],
  trace: /^version \d+ of MISP \d+: domain event \d+ is nothing, must be /,
};
const sequenceAsText = {
  title: 'a publisher that writes the sequence of a record as text',
  functions: ['publish-audit'],
  mutations: [
    { file: 'functions/audit/expand-row.ts', find: 'sequence: index + 1,', put: 'sequence: String(index + 1),' },
  ],
  // findContradictions accepts numbers in either form: only the check against the schemas sees it.
  trace: /^event \S+ is not as documented: \/sequence must be integer$/,
};

export const plantedFaults: readonly PlantedFault[] = [
  ...inOneRun([rowAfter, droppedEvents], killUpdates('after')),
  ...inOneRun([rowBefore, sequenceAsText], killUpdates('before')),
  ...inOneRun([decidedAgain], (cloud) => {
    // The SDK itself tries three times with the same token. This many for each client, or one could get too few.
    if (cloud.faults.planned().length > 0) return;
    const action = 'dynamodb:TransactWriteItems';
    cloud.faults.plan({ action, mode: 'lost-ack', count: 3 * CLIENTS, function: 'update-misp' });
  }),
];
