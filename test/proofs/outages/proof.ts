import type { LocalCloud } from '../../../local/local-cloud.ts';
import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import type { PlantedFault, Proof, ProofSize } from '../proof.ts';
import { type OutageSize, runOutages } from './run-outages.ts';

const sizes: Readonly<Record<ProofSize, OutageSize>> = {
  fast: { operations: 40, kills: 6 },
  default: { operations: 300, kills: 60 },
  full: { operations: 2000, kills: 400 },
};

const CHANGING = [
  'register-misp',
  'process-misp-status',
  'update-misp',
  'update-misp-status',
  'update-license-key-status',
  'download-license-key',
];
const STORE = 'functions/storage/dynamodb-misp-store.ts';

const planted = (
  title: string,
  mutations: readonly SourceMutation[],
  disturb: (cloud: LocalCloud) => void,
): PlantedFault => ({
  title,
  run: async ({ seed }) => {
    const mutant = await mutatedAssembly(CHANGING, mutations);
    try {
      const small = { operations: 30, kills: 0, seed, progress: () => undefined, disturb };
      return await runOutages({ ...small, assemblyFolder: mutant.folder });
    } finally {
      mutant.remove();
    }
  },
});

/** Proof 5: kills, faults, an outage of the bus of more than a day and a restart lose and invent nothing. */
export const outages: Proof = {
  number: 5,
  name: 'outages',
  claim: 'Whatever is killed or fails: every change has its records, every record its change, and all reach the bus.',
  run: ({ size, seed, progress }) => runOutages({ ...sizes[size], seed, progress }),
  plantedFaults: [
    planted(
      'the audit row put after the change',
      [
        { file: STORE, find: '{ Put: { TableName: this.#tables.outbox, Item: row } },', put: '' },
        {
          file: STORE,
          find: "return { kind: 'committed' };",
          put: "await this.putRow(row); return { kind: 'committed' };",
        },
      ],
      (cloud) => {
        for (const name of CHANGING) {
          if (cloud.crashes.planned().length < CHANGING.length) {
            cloud.crash({ function: name, after: 'dynamodb:TransactWriteItems', when: 'after' });
          }
        }
      },
    ),
    planted(
      'a lost answer decided again, with a new token',
      [
        {
          file: STORE,
          find: "await this.#within((signal) => this.#client.send(command, { abortSignal: signal }));\n      return { kind: 'committed' };",
          put: `await this.#within((signal) => this.#client.send(
              new TransactWriteCommand({ ...command.input, ClientRequestToken: crypto.randomUUID() }),
              { abortSignal: signal },
            ));
            return { kind: 'committed' };`,
        },
        {
          file: 'functions/operation/settle.ts',
          find: "outcome.kind === 'misp-changed' && outcome.current.lastRequestId === this.#facts.requestId",
          put: 'false as boolean',
        },
      ],
      // More often than the SDK itself tries, which keeps the token.
      (cloud) => {
        if (cloud.faults.planned().length === 0) {
          cloud.faults.plan({
            action: 'dynamodb:TransactWriteItems',
            mode: 'lost-ack',
            count: 3,
            function: 'update-misp',
          });
        }
      },
    ),
  ],
};
