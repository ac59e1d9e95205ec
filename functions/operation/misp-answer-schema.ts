import * as z from 'zod/mini';
import { approvalStatuses, type MispProfile } from '../domain/misp.ts';

/** The shapes of MISPs and licences in the answers of list, get and find. */

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

const profile = {
  name: z.string(),
  address: z.string(),
  contactNumber: z.string(),
  emailId: z.string(),
} satisfies Readonly<Record<keyof MispProfile, unknown>>;

export const mispWithLicenses = z.object({
  misp: z.object({
    isActive: z.boolean(),
    ...baseFields,
    ID: z.string(),
    id: z.string(),
    ...profile,
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
