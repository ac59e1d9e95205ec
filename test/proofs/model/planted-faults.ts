import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import type { Trail } from '../../../functions/audit/trail.ts';
import type { Misp } from '../../../functions/domain/misp.ts';
import { operationHandler } from '../../../functions/http/operation-handler.ts';
import type { RequestScope } from '../../../functions/operation/scope.ts';
import type { MispReads } from '../../../functions/storage/misp-store.ts';
import { request as validateRequest } from '../../../functions/validate-license-key/contract.ts';
import { validateLicenseKey } from '../../../functions/validate-license-key/validate-license-key.ts';
import type { PlantedFault, ProofSize } from '../proof.ts';
import { passingOn } from './passing-on.ts';
import type { Mutation } from './proving-ground.ts';
import { runModel } from './run-model.ts';

/** At most so many sequences, of so many steps, until a fault must have shown. The first that differs ends the run. */
const sequences: Readonly<Record<ProofSize, number>> = { fast: 150, default: 400, full: 400 };
const LONGEST = 40;

/** The store with something done to what is committed. */
function committing(
  change: (
    before: Misp | undefined,
    after: Misp,
    row: OutboxRow,
  ) => { readonly after?: Misp; readonly row?: OutboxRow },
): Mutation {
  return {
    store: (store) => ({
      ...passingOn(store),
      commit: (before, after, row, token) => {
        const changed = change(before, after, row);
        return store.commit(before, changed.after ?? after, changed.row ?? row, token);
      },
    }),
  };
}

/** Validation with something done to what it has at hand. */
const validating = (change: (scope: RequestScope) => Partial<RequestScope>): Mutation => ({
  operations: (bound, serving) => ({
    ...bound,
    'validate-license-key': operationHandler(
      validateRequest,
      (input, scope) => validateLicenseKey(input, { ...scope, ...change(scope) }),
      serving,
    ),
  }),
});

const alwaysActive = (misps: MispReads): MispReads => ({
  get: async (mispId) => {
    const misp = await misps.get(mispId);
    return misp && { ...misp, isActive: true };
  },
  ownerOfLicense: (hash) => misps.ownerOfLicense(hash),
  list: (page) => misps.list(page),
  findByName: (prefix, page) => misps.findByName(prefix, page),
  drawMispId: () => misps.drawMispId(),
});

/** Leaves one action out of the transactions. */
const withoutFreedNames = (client: DynamoDBDocumentClient) =>
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = args.input as Partial<TransactWriteCommandInput>;
      if (input.TransactItems === undefined) return next(args);
      const TransactItems = input.TransactItems.filter((action) => action.Delete === undefined);
      return next({ ...args, input: { ...input, TransactItems } as typeof input });
    },
    { step: 'initialize', name: 'withoutFreedNames', priority: 'high' },
  );

const planted = (title: string, mutation: Mutation): PlantedFault => ({
  title,
  run: ({ seed, size }) =>
    runModel(
      { sequences: sequences[size], longest: LONGEST, isComplete: false },
      { seed, progress: () => undefined },
      mutation,
      false,
    ),
});

const isOnlyKeyStatus = (before: Misp, after: Misp) =>
  before.licenses.length === after.licenses.length &&
  before.status === after.status &&
  before.isActive === after.isActive;

export const plantedFaults: readonly PlantedFault[] = [
  planted(
    'activating a MISP turns its switches on',
    committing((before, after) =>
      before?.isActive === false && after.isActive
        ? { after: { ...after, licenses: after.licenses.map((license) => ({ ...license, isSwitchedOn: true })) } }
        : {},
    ),
  ),
  planted(
    'approving once more issues nothing',
    committing((before, after) =>
      before?.status === 'rejected' && after.status === 'approved' && before.licenses.length > 0
        ? { after: { ...after, licenses: before.licenses } }
        : {},
    ),
  ),
  planted(
    'a verdict that does not look at the activity of the MISP',
    validating(({ misps }) => ({ misps: alwaysActive(misps) })),
  ),
  planted(
    'a licence that lasts a millisecond too long',
    validating(({ now }) => ({ now: now - 1 })),
  ),
  planted(
    'a key status that does not raise the version',
    committing((before, after) =>
      before !== undefined && isOnlyKeyStatus(before, after) ? { after: { ...after, version: before.version } } : {},
    ),
  ),
  planted(
    'a rejection without its record 105',
    committing((_before, _after, row) => ({
      row: { ...row, trail: row.trail.filter(([key]) => key !== '105') as unknown as Trail },
    })),
  ),
  planted(
    'a rejection that tells nobody of the verdicts',
    committing((_before, after, row) => (after.status === 'rejected' ? { row: { ...row, verdictChanges: [] } } : {})),
  ),
  planted('a rename that does not free the old name', { client: withoutFreedNames }),
];
