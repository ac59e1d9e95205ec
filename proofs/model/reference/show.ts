import { contactOf } from './input.ts';
import { hashOf } from './licenses.ts';
import type { KnownLicense, KnownMisp } from './world.ts';

export const zoneLess = (at: number) => new Date(at).toISOString().replace('Z', '');

const shownBase = (active: boolean, entity: KnownMisp | KnownLicense) => ({
  isActive: active,
  createdBy: entity.createdBy,
  createdDateTime: zoneLess(entity.createdAt),
  updatedBy: entity.updatedBy,
  updatedDateTime: entity.updatedAt === null ? null : zoneLess(entity.updatedAt),
  isDeleted: null,
  deletedDateTime: null,
});

/** A MISP with its licences as operations 7, 8 and 9 show them. */
export function shown(misp: KnownMisp, visibility: 'full' | 'masked') {
  return {
    misp: {
      ...shownBase(misp.active, misp),
      ID: misp.id,
      id: misp.id,
      name: misp.name,
      ...contactOf(misp),
      userID: misp.createdBy,
      status_code: misp.approval,
      version: misp.version,
    },
    misp_licenses: misp.licenses.map((license) => ({
      // isActive in a licence ignores expiry.
      ...shownBase(misp.approval === 'approved' && misp.active && license.on, license),
      mispLicenseUniqueKey: {
        misp_id: misp.id,
        license_key: visibility === 'full' ? license.key : license.key.replace(/.(?=.{4})/g, '*'),
      },
      validFromDate: zoneLess(license.from),
      validToDate: zoneLess(license.to),
      licenseKeyHash: hashOf(license.key),
    })),
  };
}
