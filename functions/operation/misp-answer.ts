import * as z from 'zod/mini';
import { zoneLess } from '../domain/date-times.ts';
import { isEnabled } from '../domain/license.ts';
import { approvalStatuses, type Instant, type License, type Misp } from '../domain/misp.ts';
import { type LicenseKeyVisibility, shownKey } from './license-key-visibility.ts';

/** MISPs and licences in the answers of list, get and find: their shapes, and what fills them. */

/**
 * Fields that MISP and licence share. Date-times are zone-less ISO, always UTC. `isActive` is not one of them, because
 * its meaning differs (see the OpenAPI document).
 */
const baseFields = {
  createdBy: z.string(),
  createdDateTime: z.string(),
  updatedBy: z.nullable(z.string()),
  updatedDateTime: z.nullable(z.string()),
  isDeleted: z.null(),
  deletedDateTime: z.null(),
};

export const mispWithLicenses = z.object({
  misp: z.object({
    isActive: z.boolean(),
    ...baseFields,
    ID: z.string(),
    id: z.string(),
    name: z.string(),
    address: z.string(),
    contactNumber: z.string(),
    emailId: z.string(),
    userID: z.string(),
    status_code: z.enum(approvalStatuses),
    version: z.int(),
  }),
  misp_licenses: z.array(
    z.object({
      isActive: z.boolean(),
      ...baseFields,
      mispLicenseUniqueKey: z.object({ misp_id: z.string(), license_key: z.string() }),
      validFromDate: z.string(),
      validToDate: z.string(),
      licenseKeyHash: z.string(),
    }),
  ),
});

export const mispPage = z.array(mispWithLicenses);

export type MispWithLicenses = z.infer<typeof mispWithLicenses>;

const optional = (at: Instant | null) => (at === null ? null : zoneLess(at));

function baseOf(isActive: boolean, entity: Misp | License) {
  return {
    isActive,
    createdBy: entity.createdBy,
    createdDateTime: zoneLess(entity.createdAt),
    updatedBy: entity.updatedBy,
    updatedDateTime: optional(entity.updatedAt),
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
      name: misp.name,
      address: misp.address,
      contactNumber: misp.contactNumber,
      emailId: misp.emailId,
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
