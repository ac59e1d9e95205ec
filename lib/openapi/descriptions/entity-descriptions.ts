import { contract as rotateLicenseKey } from '../../../functions/lambdas/rotate-license-key/contract.ts';
import { mispPage, mispWithLicenses } from '../../../functions/operation/misp-answer-schema.ts';
import { describeFields, type FieldDescription, type FieldDescriptions, nameSchema } from '../documented.ts';
import { exampleMisp } from '../examples/example-misp.ts';
import {
  LICENSE_KEY_HASH,
  licenseKeyInAnswer,
  MISP_ID,
  MISP_VERSION,
  PROFILE_IN_ANSWER,
  timeInAnswer,
} from './shared-descriptions.ts';

/** Names and describes the schemas that several answers share: a MISP, its licences, and pages. */

const { misp, misp_licenses: licenses } = mispWithLicenses.shape;
const license = licenses._zod.def.element;
const licenseUniqueKey = license.shape.mispLicenseUniqueKey;
const endedLicense = rotateLicenseKey.answer.shape.earlier._zod.def.element;

const ALWAYS_NULL = "Always null, because nothing is deleted. MOSIP's clients know the field.";

const baseDescriptions = {
  createdBy: { description: 'The user id of its creator.', examples: [exampleMisp.createdBy] },
  createdDateTime: timeInAnswer('When it was created.'),
  updatedBy: { description: 'The user id of the last caller who changed it; null if nobody has.' },
  updatedDateTime: timeInAnswer('When it was last changed; null if it never was.'),
  isDeleted: { description: ALWAYS_NULL, type: ['boolean', 'null'] },
  deletedDateTime: { description: ALWAYS_NULL, type: ['string', 'null'] },
} as const satisfies Readonly<Record<string, FieldDescription>>;

export function describeEntities(): void {
  nameSchema(misp, 'Misp', 'A MISP, a MOSIP Infrastructure Service Provider.');
  describeFields(misp.shape, {
    ...baseDescriptions,
    isActive: {
      description: 'Whether the MISP is active. This is not its approval status: see `status_code`.',
    },
    ID: { description: 'The same as `id`. One client of MOSIP reads this spelling.', examples: [exampleMisp.id] },
    id: MISP_ID,
    ...PROFILE_IN_ANSWER,
    userID: { description: 'The user id of the caller who registered the MISP.', examples: [exampleMisp.userId] },
    status_code: {
      description: 'The approval status of the MISP. `Inprogress` means that nobody has approved or rejected it yet.',
    },
    version: MISP_VERSION,
  } satisfies FieldDescriptions<typeof misp.shape>);

  nameSchema(license, 'License', 'A licence of a MISP.');
  describeFields(license.shape, {
    ...baseDescriptions,
    isActive: {
      description:
        'Whether the licence works if it has not expired: its switch is on, and its MISP is approved and active. **An expired licence can ' +
        'show true**: look at `validToDate`, or validate the key.',
    },
    validFromDate: timeInAnswer('When the licence was issued. Nothing checks this time.'),
    validToDate: timeInAnswer('The licence is expired from this time on.'),
    licenseKeyHash: LICENSE_KEY_HASH,
  } satisfies FieldDescriptions<Omit<typeof license.shape, 'mispLicenseUniqueKey'>>);

  nameSchema(licenseUniqueKey, 'LicenseUniqueKey', 'The key of a licence, and the MISP that it belongs to.');
  describeFields(licenseUniqueKey.shape, {
    misp_id: MISP_ID,
    license_key: licenseKeyInAnswer(
      'The licence key. If keys are masked, it is asterisks and the last four characters of the key. Keys are masked for callers without the right `keys`, and ' +
        'for all callers if the configuration says so.',
    ),
  } satisfies FieldDescriptions<typeof licenseUniqueKey.shape>);

  nameSchema(endedLicense, 'EndedLicense', 'A licence that worked until a rotation ended it.');
  describeFields(endedLicense.shape, {
    licenseKeyHash: LICENSE_KEY_HASH,
    validTo: timeInAnswer('The expiry that the rotation gave it, or its own if that is earlier.'),
  } satisfies FieldDescriptions<typeof endedLicense.shape>);

  nameSchema(mispWithLicenses, 'MispWithLicenses', 'A MISP with all its licences.');
  describeFields(mispWithLicenses.shape, {
    misp_licenses: { description: 'Its licences, in the order in which they were issued.' },
  } satisfies FieldDescriptions<Omit<typeof mispWithLicenses.shape, 'misp'>>);

  nameSchema(mispPage, 'MispPage', 'A page of MISPs. After a cursor it can be empty.');
}
