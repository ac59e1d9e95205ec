import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { judgeLicense } from '../../functions/domain/license.ts';
import type { License, Misp } from '../../functions/domain/misp.ts';
import { removedLicenses, type VerdictChange } from '../../functions/domain/verdict-changes.ts';
import { operationHandler } from '../../functions/http/operation-handler.ts';
import {
  downloadLicenseKey,
  request as downloadRequest,
} from '../../functions/lambdas/download-license-key/download-license-key.ts';
import {
  processing,
  processMispStatus,
  request as statusRequest,
} from '../../functions/lambdas/process-misp-status/process-misp-status.ts';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import type { PlantedFault } from '../proof.ts';
import { transacting, withoutDeletesOf } from '../transacting.ts';
import { stepsFromImport } from './generate/steps.ts';
import { passThrough } from './pass-through.ts';
import { after, committing, onTheBus, planted } from './plant.ts';
import type { Mutation } from './proving-ground.ts';

/** The licences that the rule of an approval does not see, though the store has them. */
const HIDDEN = 20;
const nearTheBounds = stepsFromImport(10);

/** The outcome of a rotation does not say whether licences are removed. */
const AN_ISSUE = '((process-misp-status|download-license-key) [^\\n]*removed|rotate-license-key )';
const STAYS = 'table: MISP#\\S+\\.licenses\\.\\w+ is .*, must be nothing';

/** A download that renews if any licence has lapsed, not only the last one. */
export const renewingAny = {
  operations: (bound, serving, terms) => ({
    ...bound,
    'download-license-key': operationHandler(
      downloadRequest,
      (input, scope) => {
        const isLapsed = (license: License) => license.isSwitchedOn && scope.stamp.at >= license.validTo;
        const lapsedLast = (misp: Misp): Misp => ({
          ...misp,
          licenses: misp.licenses.toSorted((one, other) => Number(isLapsed(one)) - Number(isLapsed(other))),
        });
        const get = async (mispId: string) => {
          const misp = await scope.misps.get(mispId);
          return misp && lapsedLast(misp);
        };
        return downloadLicenseKey(terms)(input, { ...scope, misps: { ...scope.misps, get } });
      },
      serving,
    ),
  }),
} satisfies Mutation;

/** A store that hides some licences of a MISP to be approved, and stores all of them. */
function hidingSome(store: MispStore): MispStore {
  let hidden: readonly License[] = [];
  return {
    ...passThrough(store),
    get: async (mispId) => {
      const misp = await store.get(mispId);
      if (misp === undefined || misp.status === 'approved') return misp;
      hidden = misp.licenses.slice(0, HIDDEN);
      return { ...misp, licenses: misp.licenses.slice(HIDDEN) };
    },
    commit: (before, changed, ...rest) =>
      store.commit(before, { ...changed, licenses: [...hidden, ...changed.licenses] }, ...rest),
  };
}

const approvingWithoutBound: Mutation = {
  operations: (bound, serving, terms) => ({
    ...bound,
    'process-misp-status': operationHandler(
      statusRequest,
      processMispStatus(terms),
      { ...serving, storeUntil: (deadline) => hidingSome(serving.storeUntil(deadline)) },
      processing,
    ),
  }),
};

/** The changes of the row, and every licence whose reason has changed. */
function withOtherReasons(before: Misp, changed: Misp, { at, verdictChanges }: OutboxRow): readonly VerdictChange[] {
  const reasons = new Map(before.licenses.map((license) => [license.hash, judgeLicense(before, license, at)]));
  const changedHashes = new Set(verdictChanges.map(({ licenseHash }) => licenseHash));
  const others = changed.licenses
    .map((license) => ({
      licenseHash: license.hash,
      verdict: judgeLicense(changed, license, at),
      validTo: license.validTo,
    }))
    .filter(({ licenseHash, verdict }) => !changedHashes.has(licenseHash) && reasons.get(licenseHash) !== verdict);
  return [...verdictChanges, ...others];
}

/** Mistakes that let a MISP or its events grow, or leave something behind. */
export const plantedGrowth: readonly PlantedFault[] = [
  planted(
    'a download that renews although the last licence was switched off',
    // A MISP without room refuses, but for the wrong reason.
    after(
      'download-license-key [^\\n]*none active, another one lapsed',
      '(response is \\{.*, must be null|errors\\.0 is "PMS_MSP_901 .*)',
    ),
    renewingAny,
    nearTheBounds,
  ),
  planted(
    'an issue without bound',
    new RegExp(
      [
        after('process-misp-status [^\\n]*too many licences', 'response is \\{.*, must be null').source,
        after(AN_ISSUE, STAYS).source,
      ].join('|'),
    ),
    approvingWithoutBound,
    nearTheBounds,
  ),
  planted(
    'pointers that stay when licences are removed',
    after(AN_ISSUE, 'table: KEY#\\w+ is .*, must be nothing'),
    { client: transacting(withoutDeletesOf('KEY#')) },
    nearTheBounds,
  ),
  planted(
    'expired licences that are never removed',
    after(AN_ISSUE, STAYS),
    committing((before, changed) => ({
      after: { ...changed, licenses: [...removedLicenses(before, changed), ...changed.licenses] },
    })),
    nearTheBounds,
  ),
  planted(
    'a new key without the removed licences in its record',
    onTheBus(
      '((process-misp-status|download-license-key), [\\w ]+|rotate-license-key), [\\w ]+',
      'audit record \\d+\\.removedLicenseKeyHashes is nothing, must be .*',
    ),
    committing((_before, _changed, { removedLicenseKeyHashes: _, ...row }) => ({ row })),
    nearTheBounds,
  ),
  planted(
    'a domain event for a changed reason alone',
    onTheBus('[\\w-]+, [\\w ,-]+', 'domain event \\d+ is .*, must be nothing'),
    committing((before, changed, row) =>
      before === undefined ? {} : { row: { ...row, verdictChanges: withOtherReasons(before, changed, row) } },
    ),
    nearTheBounds,
  ),
];
