import * as z from 'zod/mini';
import { approvalStatuses } from '../domain/misp.ts';

/** How a MISP and its licences look in the answers of list, get and find. `misp-view.ts` fills these shapes. */

/** Fields that MISP and licence share. Date-times are zone-less ISO, always UTC. */
const baseFields = {
  isActive: z.boolean(),
  createdBy: z.string(),
  createdDateTime: z.string(),
  updatedBy: z.nullable(z.string()),
  updatedDateTime: z.nullable(z.string()),
  isDeleted: z.null(),
  deletedDateTime: z.null(),
};

export const mispWithLicenses = z.object({
  misp: z.object({
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
      ...baseFields,
      mispLicenseUniqueKey: z.object({ misp_id: z.string(), license_key: z.string() }),
      validFromDate: z.string(),
      validToDate: z.string(),
      licenseKeyHash: z.string(),
    }),
  ),
});

/** What `get` answers: `version` is that of the MISP. */
export const mispDetails = z.extend(mispWithLicenses, { version: z.int() });

export const mispPage = z.array(mispWithLicenses);

export type MispDetails = z.infer<typeof mispDetails>;
export type MispWithLicenses = z.infer<typeof mispWithLicenses>;
