import type { LocalCloud } from '../../local/local-cloud.ts';
import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
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

interface Plant {
  readonly title: string;
  readonly functions: readonly string[];
  readonly mutations: readonly SourceMutation[];
  /** The trace that the mistake must leave in a violation. */
  readonly trace: RegExp;
  /** Makes it happen, before every request. */
  readonly disturb: (cloud: LocalCloud) => void;
}

const planted = ({ title, functions, mutations, trace, disturb }: Plant): PlantedFault => ({
  title,
  run: async ({ seed }) => {
    const mutant = await mutatedAssembly({ functions, mutations });
    try {
      const small = { operations: OPERATIONS, seed, progress: () => undefined, disturb };
      const { figures, violations } = await runOutages({ ...small, assemblyFolder: mutant.folder });
      return { figures, violations: violations.filter((violation) => trace.test(violation)) };
    } finally {
      mutant.remove();
    }
  },
});

export const plantedFaults: readonly PlantedFault[] = [
  planted({
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
    disturb: (cloud) => {
      const after = 'dynamodb:TransactWriteItems';
      if (cloud.crashes.happened < 3 && cloud.crashes.planned().length === 0) {
        cloud.crash({ function: 'update-misp', after, when: 'after' });
      }
    },
  }),
  planted({
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
    disturb: (cloud) => {
      const after = 'dynamodb:TransactWriteItems';
      if (cloud.crashes.happened < 3 && cloud.crashes.planned().length === 0) {
        cloud.crash({ function: 'update-misp', after, when: 'before' });
      }
    },
  }),
  planted({
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
    // The SDK itself tries three times with the same token. This many for each client, or one could get too few.
    disturb: (cloud) => {
      if (cloud.faults.planned().length === 0) {
        const action = 'dynamodb:TransactWriteItems';
        cloud.faults.plan({ action, mode: 'lost-ack', count: 3 * CLIENTS, function: 'update-misp' });
      }
    },
  }),
  planted({
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
    // It needs no failure.
    disturb: () => undefined,
  }),
  planted({
    title: 'a publisher that writes the sequence of a record as text',
    functions: ['publish-audit'],
    mutations: [
      { file: 'functions/audit/expand-row.ts', find: 'sequence: index + 1,', put: 'sequence: String(index + 1),' },
    ],
    // findContradictions accepts numbers in either form: only the check against the schemas sees it.
    trace: /^event \S+ is not as documented: \/sequence must be integer$/,
    disturb: () => undefined,
  }),
];
