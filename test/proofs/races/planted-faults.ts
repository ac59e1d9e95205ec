import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { newLicense, withLicenses } from '../../../functions/domain/change-of-misp.ts';
import { dateOf } from '../../../functions/domain/date-times.ts';
import type { License } from '../../../functions/domain/misp.ts';
import { request as download } from '../../../functions/download-license-key/contract.ts';
import { operationHandler } from '../../../functions/http/operation-handler.ts';
import type { PlantedFault } from '../proof.ts';
import { allRaces } from './all-races.ts';
import type { Mutation } from './race-service.ts';
import { runRaces } from './run-races.ts';

/** Rounds that each planted fault is run with, of the one race that it breaks. */
const ROUNDS = 4;

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Takes the condition off every put of an item whose key begins so. */
function withoutCondition(prefix: string): (client: DynamoDBDocumentClient) => void {
  const without = (action: Action): Action => {
    if (action.Put === undefined || !String(action.Put.Item?.pk).startsWith(prefix)) return action;
    const { TableName, Item } = action.Put;
    return { Put: { TableName, Item } };
  };
  return (client) => {
    client.middlewareStack.add(
      (next) => async (args) => {
        const input = args.input as Partial<TransactWriteCommandInput>;
        if (input.TransactItems === undefined) return next(args);
        return next({ ...args, input: { ...input, TransactItems: input.TransactItems.map(without) } as typeof input });
      },
      { step: 'initialize', name: 'withoutCondition', priority: 'high' },
    );
  };
}

/** A download that renews once it has seen an expired licence, whatever became of the MISP meanwhile. */
const renewsBlindly: NonNullable<Mutation['operations']> = (bound, serving, terms) => ({
  ...bound,
  'download-license-key': operationHandler(
    download,
    async ({ mispId }, { misps, settlement, stamp }) => {
      const misp = await misps.get(mispId);
      if (misp === undefined) throw new Error('The race begins with a MISP that is there');
      const issued: License = newLicense(terms, stamp);
      return settlement.settleChange(misp, (current) => ({
        kind: 'change',
        before: current,
        after: withLicenses(current, [...current.licenses, issued], stamp),
        body: { licenseKey: issued.key, licenseKeyExpiry: dateOf(issued.validTo), licenseKeyStatus: 'Active' },
        trail: [['120'], ['121', mispId], ['210']],
      }));
    },
    serving,
  ),
});

const planted = (title: string, raceName: string, mutation: Mutation): PlantedFault => ({
  title,
  run: ({ seed }) =>
    runRaces(
      ROUNDS,
      { seed, progress: () => undefined },
      mutation,
      allRaces.filter(({ name }) => name === raceName),
    ),
});

export const plantedFaults: readonly PlantedFault[] = [
  planted('no condition on the name item', 'the same name registered by 8 callers', {
    client: withoutCondition('NAME#'),
  }),
  planted('no version condition', 'two approvals', { client: withoutCondition('MISP#') }),
  planted('a renewal that does not look again', 'two downloads of an expired licence', { operations: renewsBlindly }),
];
