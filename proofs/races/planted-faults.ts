import type { Misp } from '../../functions/domain/misp.ts';
import { operationHandler } from '../../functions/http/operation-handler.ts';
import {
  request as download,
  downloadLicenseKey,
} from '../../functions/lambdas/download-license-key/download-license-key.ts';
import type { Decision } from '../../functions/operation/decision.ts';
import { renewingAny } from '../model/planted-growth.ts';
import type { Mutation } from '../model/proving-ground.ts';
import { type PlantedFault, plantedFault } from '../proof.ts';
import { transacting, withoutCondition, withoutDeletesOf } from '../transacting.ts';
import { allRaces } from './all-races.ts';
import { runRaces } from './run-races.ts';

/** Rounds for each planted fault, of the one race that it breaks. */
const ROUNDS = 4;

/** Decides by the licences that it saw first, and adds to the present ones. */
const byLicensesOf =
  <Body>(first: Misp, decide: (current: Misp) => Decision<Body>) =>
  (current: Misp): Decision<Body> => {
    const decision = decide({ ...current, licenses: first.licenses });
    if (decision.kind !== 'change') return decision;
    const unseen = current.licenses.filter(({ hash }) => !first.licenses.some((license) => license.hash === hash));
    const licenses = [...unseen, ...decision.after.licenses];
    return { ...decision, after: { ...decision.after, licenses } };
  };

/** A download that renews once it has seen an expired licence, whatever was issued since. */
const renewsBlindly: NonNullable<Mutation['operations']> = (bound, serving, terms) => ({
  ...bound,
  'download-license-key': operationHandler(
    download,
    async (input, scope) => {
      const outcome = await downloadLicenseKey(terms)(input, scope);
      if (outcome.kind !== 'about-misp') return outcome;
      return { ...outcome, decide: byLicensesOf(outcome.misp, outcome.decide) };
    },
    serving,
  ),
});

/** @param wrong the first contradiction of a request that fits no order. */
const planted = (title: string, raceName: string, wrong: string, mutation: Mutation): PlantedFault =>
  plantedFault(title, new RegExp(`=> ${wrong}(\\n|$)`), ({ seed }) => {
    const race = allRaces.filter(({ name }) => name === raceName);
    return runRaces(ROUNDS, { seed, progress: () => undefined }, mutation, race);
  });

/** A request that succeeded but must be refused with this code. */
const doneInsteadOf = (code: string) => `  then request-\\d: audit record 0\\.outcome is "success", must be "${code}"`;
/** A request that changed its MISP but must not. */
const CHANGED = '  then request-\\d: audit record 0\\.version is \\d, must be nothing';

export const plantedFaults: readonly PlantedFault[] = [
  planted(
    'no condition on the name item',
    'the same name registered by 8 callers',
    '  then request-\\d: audit record 0\\.mispId is "\\d+", must be nothing',
    { client: transacting(withoutCondition('NAME#')) },
  ),
  planted('no version condition', 'two approvals', doneInsteadOf('PMS_MSP_404'), {
    client: transacting(withoutCondition('MISP#')),
  }),
  planted('a renewal that does not read again', 'two downloads of an expired licence', CHANGED, {
    operations: renewsBlindly,
  }),
  planted(
    'a download that renews although the last licence was switched off',
    'a key switched off against a download',
    doneInsteadOf('PMS_MSP_413'),
    renewingAny,
  ),
  planted(
    'pointers that stay when licences are removed',
    'approvals at the bound of licences',
    'table: KEY#\\w+ is .*, must be nothing',
    { client: transacting(withoutDeletesOf('KEY#')) },
  ),
  planted('no version condition at the bound', 'renewals at the bound of licences', CHANGED, {
    client: transacting(withoutCondition('MISP#')),
  }),
];
