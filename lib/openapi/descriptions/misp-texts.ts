import { exampleMisp, exampleProfile, pendingMisp } from '../examples/example-misp.ts';
import type { OperationTexts } from './operation-text.ts';
import {
  ANY_CASE,
  LICENSE_KEY_HASH,
  licenseKeyInAnswer,
  MISP_ID,
  MISP_ID_IN_PATH,
  MISP_VERSION,
  ORGANIZATION_NAME,
  PROFILE,
  timeInAnswer,
} from './shared-descriptions.ts';

const { name: _, ...contact } = exampleProfile;
const { id: mispId } = exampleMisp;

/** Descriptions of the operations that change MISPs. */
export const mispTexts = {
  'register-misp': {
    tag: 'MISPs',
    description:
      'Registers a MISP: active, and waiting for its approval. It has no licence until somebody approves it. The name must be free. The ' +
      'field `name` can replace `organizationName`.',
    input: { organizationName: ORGANIZATION_NAME, ...PROFILE },
    answer: {
      mispStatus: { description: 'The activity status of the new MISP. This is not its approval status.' },
      mispID: MISP_ID,
      version: MISP_VERSION,
    },
    examples: [{ summary: 'Register a MISP', sent: { organizationName: exampleProfile.name, ...contact } }],
  },
  'process-misp-status': {
    tag: 'MISPs',
    description:
      'Approves a MISP and issues its licence in one step, or rejects it and switches all its licences off. An approval needs an active ' +
      'MISP. It issues a new licence each time: no old one comes back.',
    input: {
      mispId: MISP_ID_IN_PATH,
      mispStatus: { description: `The decision. ${ANY_CASE}`, enum: ['approved', 'rejected'] },
    },
    answer: {
      mispStatus: {
        description: 'The activity status of the MISP. This is not its approval status: see `mispStatusCode`.',
      },
      mispLicenseKey: licenseKeyInAnswer(
        'The new licence key; null after a rejection. Callers without the right `keys` see only its last four characters.',
      ),
      mispLicenseKeyExpiry: timeInAnswer('When the licence expires; null after a rejection.'),
      mispLicenseKeyStatus: { description: 'The switch of the new licence; null after a rejection.' },
      licenseKeyHash: {
        ...LICENSE_KEY_HASH,
        description: `${LICENSE_KEY_HASH.description} Null after a rejection.`,
      },
      mispID: MISP_ID,
      mispStatusCode: { description: 'The approval status of the MISP.' },
      message: { description: 'A text for people.' },
      version: MISP_VERSION,
    },
    examples: [
      { summary: 'Approve a MISP', sent: { mispId, mispStatus: 'approved' }, misp: pendingMisp },
      { summary: 'Reject a MISP', sent: { mispId, mispStatus: 'rejected' } },
    ],
  },
  'update-misp': {
    tag: 'MISPs',
    description:
      'Replaces name, phone number, e-mail address and postal address. The new name must be free, and the old one becomes free. The field ' +
      '`organizationName` can replace `name`, and `emailID` can replace `emailId`. So you can send the answer back as a request.',
    input: { mispId: MISP_ID_IN_PATH, name: ORGANIZATION_NAME, ...PROFILE },
    answer: {
      name: { description: 'The name, as it was sent.' },
      contactNumber: { description: 'The phone number.' },
      emailID: { description: 'The e-mail address. Note the capital D: requests and lists spell it `emailId`.' },
      address: { description: 'The postal address.' },
      mispID: MISP_ID,
      version: MISP_VERSION,
    },
    examples: [{ summary: 'Replace the profile of a MISP', sent: { mispId, name: 'Celltel Networks', ...contact } }],
  },
  'update-misp-status': {
    tag: 'MISPs',
    description:
      'Activates or de-activates a MISP. De-activating stops all its licences at once. Activating brings back those whose switch is on. ' +
      'Neither changes a switch. A MISP that already has the status stays as it is, and the answer is a success.',
    input: {
      mispId: MISP_ID_IN_PATH,
      mispStatus: { description: `The activity status. ${ANY_CASE}`, enum: ['Active', 'De-active'] },
    },
    answer: {
      message: { description: "Which of the two was done. The spelling is what MOSIP's clients know." },
      version: MISP_VERSION,
    },
    examples: [{ summary: 'De-activate a MISP', sent: { mispId, mispStatus: 'De-active' } }],
  },
} satisfies Partial<OperationTexts>;
