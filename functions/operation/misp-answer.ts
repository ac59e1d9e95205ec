import { zoneLess } from '../domain/date-times.ts';
import { isEnabled } from '../domain/license.ts';
import { type Instant, type License, type Misp, profileOf } from '../domain/misp.ts';
import { type LicenseKeyVisibility, shownKey } from './license-key-visibility.ts';
import type { MispWithLicenses } from './misp-answer-schema.ts';

const zoneLessOrNull = (at: Instant | null) => (at === null ? null : zoneLess(at));

function baseOf(isActive: boolean, entity: Misp | License) {
  return {
    isActive,
    createdBy: entity.createdBy,
    createdDateTime: zoneLess(entity.createdAt),
    updatedBy: entity.updatedBy,
    updatedDateTime: zoneLessOrNull(entity.updatedAt),
    isDeleted: null,
    deletedDateTime: null,
  };
}

/** The answer about a MISP. @param visibility how its licence keys are shown. */
export function viewMisp(misp: Misp, visibility: LicenseKeyVisibility): MispWithLicenses {
  return {
    misp: {
      ...baseOf(misp.isActive, misp),
      // Some clients read `ID`, others `id`.
      ID: misp.id,
      id: misp.id,
      ...profileOf(misp),
      userID: misp.userId,
      status_code: misp.status,
      version: misp.version,
    },
    misp_licenses: misp.licenses.map((license) => ({
      ...baseOf(isEnabled(misp, license), license),
      mispLicenseUniqueKey: { misp_id: misp.id, license_key: shownKey(license.key, visibility) },
      validFromDate: zoneLess(license.validFrom),
      validToDate: zoneLess(license.validTo),
      licenseKeyHash: license.hash,
    })),
  };
}
