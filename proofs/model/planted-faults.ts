import type { Trail } from '../../functions/audit/trail.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import { operationHandler } from '../../functions/http/operation-handler.ts';
import {
  validateLicenseKey,
  request as validateRequest,
} from '../../functions/lambdas/validate-license-key/validate-license-key.ts';
import type { RequestScope } from '../../functions/operation/scope.ts';
import type { MispReads } from '../../functions/storage/misp-store.ts';
import type { PlantedFault } from '../proof.ts';
import { transacting, withoutDeletesOf } from '../transacting.ts';
import { after, committing, onTheBus, planted, verdict } from './plant.ts';
import { plantedGrowth } from './planted-growth.ts';
import { plantedLists } from './planted-lists.ts';
import { plantedOnTheBus } from './planted-on-the-bus.ts';
import type { Mutation } from './proving-ground.ts';

/** Validation with another scope. */
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
  list: (...read) => misps.list(...read),
});

const isKeyStatus = (before: Misp, after: Misp) =>
  before.status === after.status &&
  before.isActive === after.isActive &&
  before.licenses.length === after.licenses.length &&
  after.licenses.every(({ hash }) => before.licenses.some((license) => license.hash === hash)) &&
  before.licenses.some(({ hash, isSwitchedOn }) =>
    after.licenses.some((license) => license.hash === hash && license.isSwitchedOn !== isSwitchedOn),
  );

/** A rotation that sets other ends. */
const endingOtherwise = (endOf: (before: number, ended: number, at: number) => number): Mutation =>
  committing((before, after, row) => {
    if (before === undefined || !row.trail.some(([key]) => key === '151')) return {};
    const licenses = after.licenses.map((license) => {
      const old = before.licenses.find(({ hash }) => hash === license.hash);
      return old === undefined || old.validTo === license.validTo
        ? license
        : { ...license, validTo: endOf(old.validTo, license.validTo, row.at) };
    });
    return { after: { ...after, licenses } };
  });

export const plantedFaults: readonly PlantedFault[] = [
  planted(
    'activating a MISP turns its switches on',
    after('update-misp-status', 'table: MISP#\\S+\\.licenses\\.\\w+\\.isSwitchedOn is true, must be false'),
    committing((before, after) =>
      before?.isActive === false && after.isActive
        ? { after: { ...after, licenses: after.licenses.map((license) => ({ ...license, isSwitchedOn: true })) } }
        : {},
    ),
  ),
  planted(
    'approving again issues nothing',
    after('process-misp-status [^\\n]*approved again', 'table: MISP#\\S+\\.licenses\\.\\w+ is nothing, must be .*'),
    committing((before, after) =>
      before?.status === 'rejected' && after.status === 'approved' && before.licenses.length > 0
        ? { after: { ...after, licenses: before.licenses } }
        : {},
    ),
  ),
  planted(
    'a verdict that ignores the activity of the MISP',
    verdict('VALID|LICENSE_DEACTIVATED', 'MISP_DEACTIVATED'),
    validating(({ misps }) => ({ misps: alwaysActive(misps) })),
  ),
  planted(
    'a licence that lasts a millisecond too long',
    verdict('\\w+', 'EXPIRED'),
    validating(({ stamp }) => ({ stamp: { ...stamp, at: stamp.at - 1 } })),
  ),
  planted(
    'a key status that does not raise the version',
    after('update-license-key-status', 'table: MISP#\\S+\\.version is \\d+, must be \\d+'),
    committing((before, after) =>
      before !== undefined && isKeyStatus(before, after) ? { after: { ...after, version: before.version } } : {},
    ),
  ),
  planted(
    'a rejection without its record 105',
    onTheBus(
      'process-misp-status, rejected[\\w ]*',
      'audit record 4\\.eventId is "PMS_MSP_201", must be "PMS_MSP_105"',
    ),
    committing((_before, _after, row) => ({
      row: { ...row, trail: row.trail.filter(([key]) => key !== '105') as unknown as Trail },
    })),
  ),
  planted(
    'a rejection without domain events',
    onTheBus(
      'process-misp-status, rejected[\\w ]*',
      'domain event \\d+ is nothing, must be .*"reason":"MISP_REJECTED".*',
    ),
    committing((_before, after, row) => (after.status === 'rejected' ? { row: { ...row, verdictChanges: [] } } : {})),
  ),
  planted('a rename that does not free the old name', after('update-misp ', 'table: NAME#.* must be nothing'), {
    client: transacting(withoutDeletesOf('NAME#')),
  }),
  planted(
    'a rotation that takes the later of two ends',
    after('rotate-license-key', 'table: MISP#\\S+\\.licenses\\.\\w+\\.validTo is .*'),
    endingOtherwise((before) => before),
  ),
  planted(
    'an overlap that begins where the licence would have ended',
    after('rotate-license-key', 'table: MISP#\\S+\\.licenses\\.\\w+\\.validTo is .*'),
    endingOtherwise((before, ended, at) => before + (ended - at)),
  ),
  ...plantedGrowth,
  ...plantedLists,
  ...plantedOnTheBus,
];
