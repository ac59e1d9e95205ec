import { changed } from '../../functions/domain/change-of-misp.ts';
import { dateOf } from '../../functions/domain/date-times.ts';
import { endAfter, issueLicense } from '../../functions/domain/license.ts';
import { operationHandler } from '../../functions/http/operation-handler.ts';
import { request as download } from '../../functions/lambdas/download-license-key/contract.ts';
import { renewingAny } from '../model/planted-growth.ts';
import { type PlantedFault, plantedFault } from '../proof.ts';
import { transacting, withoutCondition, withoutDeletesOf } from '../transacting.ts';
import { allRaces } from './all-races.ts';
import type { Mutation } from './race-service.ts';
import { runRaces } from './run-races.ts';

/** Rounds that each planted fault is run with, of the one race that it breaks. */
const ROUNDS = 4;

/** A download that renews once it has seen an expired licence, whatever became of the MISP meanwhile. */
const renewsBlindly: NonNullable<Mutation['operations']> = (bound, serving, terms) => ({
  ...bound,
  'download-license-key': operationHandler(
    download,
    async ({ mispId }, { misps, stamp }) => {
      const misp = await misps.get(mispId);
      if (misp === undefined) throw new Error('The race begins with a MISP that is there');
      const issued = issueLicense(
        terms.newKey(),
        stamp.at,
        endAfter(stamp.at, terms.validityDays),
        stamp.by.userId,
        misp.version + 1,
      );
      return {
        kind: 'about-misp',
        misp,
        decide: (current) => ({
          kind: 'change',
          before: current,
          after: changed(current, { licenses: [...current.licenses, issued] }, stamp),
          body: { licenseKey: issued.key, licenseKeyExpiry: dateOf(issued.validTo), licenseKeyStatus: 'Active' },
          trail: [['120'], ['121', mispId], ['210']],
        }),
      };
    },
    serving,
  ),
});

const planted = (title: string, raceName: string, trace: RegExp, mutation: Mutation): PlantedFault =>
  plantedFault(title, trace, ({ seed }) => {
    const race = allRaces.filter(({ name }) => name === raceName);
    return runRaces(ROUNDS, { seed, progress: () => undefined }, mutation, race);
  });

export const plantedFaults: readonly PlantedFault[] = [
  planted(
    'no condition on the name item',
    'the same name registered by 8 callers',
    /no order of the requests gives the answers .*success.*success/,
    { client: transacting(withoutCondition('NAME#')) },
  ),
  planted(
    'no version condition',
    'two approvals',
    /no order of the requests gives the answers success, success and versions .*, and the MISP is/,
    { client: transacting(withoutCondition('MISP#')) },
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
    { client: transacting(withoutDeletesOf('KEY#')) },
  ),
  planted(
    'no version condition at the bound',
    'renewals at the bound of licences',
    /has 51 licences, must have at most 50|no order of the requests gives the answers/,
    { client: transacting(withoutCondition('MISP#')) },
  ),
];
