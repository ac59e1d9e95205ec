import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { withLicenses } from '../../../functions/domain/change-of-misp.ts';
import { dateOf } from '../../../functions/domain/date-times.ts';
import { issueLicense } from '../../../functions/domain/license.ts';
import { request as download } from '../../../functions/download-license-key/contract.ts';
import { operationHandler } from '../../../functions/http/operation-handler.ts';
import { withoutDeletesOf } from '../model/plant.ts';
import { renewingAny } from '../model/planted-growth.ts';
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
      const issued = issueLicense(terms.newKey(), stamp.at, terms.validityDays, stamp.by.userId, misp.version + 1);
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

/** @param trace what the mistake leaves in a violation: nothing else counts as having caught it. */
const planted = (title: string, raceName: string, trace: RegExp, mutation: Mutation): PlantedFault => ({
  title,
  run: async ({ seed }) => {
    const race = allRaces.filter(({ name }) => name === raceName);
    const found = await runRaces(ROUNDS, { seed, progress: () => undefined }, mutation, race);
    return { ...found, violations: found.violations.filter((violation) => trace.test(violation)) };
  },
});

export const plantedFaults: readonly PlantedFault[] = [
  planted(
    'no condition on the name item',
    'the same name registered by 8 callers',
    /no order of the requests gives the answers .*success.*success/,
    { client: withoutCondition('NAME#') },
  ),
  planted(
    'no version condition',
    'two approvals',
    /no order of the requests gives the answers success, success and versions .*, and the MISP is/,
    { client: withoutCondition('MISP#') },
  ),
  planted(
    'a renewal that does not look again',
    'two downloads of an expired licence',
    /the two were given different keys/,
    { operations: renewsBlindly },
  ),
  planted(
    'a download that renews although the last licence was switched off',
    'a key switched off against a download',
    /no order of the requests gives the answers success, success/,
    renewingAny,
  ),
  planted(
    'pointers that stay when licences leave',
    'approvals at the bound of licences',
    /^KEY#\w+ belongs to no MISP$/,
    { client: withoutDeletesOf('KEY#') },
  ),
  planted(
    'no version condition at the bound',
    'renewals at the bound of licences',
    /has 51 licences, must have at most 50|no order of the requests gives the answers/,
    { client: withoutCondition('MISP#') },
  ),
];
