import { changeLicenseValidity } from '../../../functions/lambdas/change-license-validity/change-license-validity.ts';
import { contract as changeValidity } from '../../../functions/lambdas/change-license-validity/contract.ts';
import { contract as download } from '../../../functions/lambdas/download-license-key/contract.ts';
import { downloadLicenseKey } from '../../../functions/lambdas/download-license-key/download-license-key.ts';
import { contract as find } from '../../../functions/lambdas/find-misps-by-name/contract.ts';
import { findMispsByName } from '../../../functions/lambdas/find-misps-by-name/find-misps-by-name.ts';
import { contract as get } from '../../../functions/lambdas/get-misp/contract.ts';
import { getMisp } from '../../../functions/lambdas/get-misp/get-misp.ts';
import { contract as list } from '../../../functions/lambdas/list-misps/contract.ts';
import { listMisps } from '../../../functions/lambdas/list-misps/list-misps.ts';
import { contract as status } from '../../../functions/lambdas/process-misp-status/contract.ts';
import { processMispStatus } from '../../../functions/lambdas/process-misp-status/process-misp-status.ts';
import { contract as register } from '../../../functions/lambdas/register-misp/contract.ts';
import { registerMisp } from '../../../functions/lambdas/register-misp/register-misp.ts';
import { contract as rotate } from '../../../functions/lambdas/rotate-license-key/contract.ts';
import { rotateLicenseKey } from '../../../functions/lambdas/rotate-license-key/rotate-license-key.ts';
import { contract as keyStatus } from '../../../functions/lambdas/update-license-key-status/contract.ts';
import { updateLicenseKeyStatus } from '../../../functions/lambdas/update-license-key-status/update-license-key-status.ts';
import { contract as update } from '../../../functions/lambdas/update-misp/contract.ts';
import { updateMisp } from '../../../functions/lambdas/update-misp/update-misp.ts';
import { contract as mispStatus } from '../../../functions/lambdas/update-misp-status/contract.ts';
import { updateMispStatus } from '../../../functions/lambdas/update-misp-status/update-misp-status.ts';
import { contract as validate } from '../../../functions/lambdas/validate-license-key/contract.ts';
import { validateLicenseKey } from '../../../functions/lambdas/validate-license-key/validate-license-key.ts';
import type { OperationName } from '../../../functions/operations.ts';
import {
  deactivatedMisp,
  exampleKey,
  exampleKeyHash,
  exampleMisp,
  exampleProfile,
  exampleTerms,
  pendingMisp,
} from './example-misp.ts';
import { type Example, runExample } from './run-example.ts';

const { name, ...contact } = exampleProfile;
const { id: mispId } = exampleMisp;
const misp = exampleMisp;
const mispLicenseKey = exampleKey;

/** Successful requests to each operation. The first one provides the examples of parameters. */
export const operationExamples: Readonly<Record<OperationName, readonly [Example, ...Example[]]>> = {
  'register-misp': [
    await runExample(register, registerMisp, {
      summary: 'Register a MISP',
      sent: { organizationName: name, ...contact },
    }),
  ],
  'process-misp-status': [
    await runExample(status, processMispStatus(exampleTerms), {
      summary: 'Approve a MISP',
      sent: { mispId, mispStatus: 'approved' },
      misp: pendingMisp,
    }),
    await runExample(status, processMispStatus(exampleTerms), {
      summary: 'Reject a MISP',
      sent: { mispId, mispStatus: 'rejected' },
      misp,
    }),
  ],
  'update-misp': [
    await runExample(update, updateMisp, {
      summary: 'Replace the profile of a MISP',
      sent: { mispId, name: 'Celltel Networks', ...contact },
      misp,
    }),
  ],
  'validate-license-key': [
    await runExample(validate, validateLicenseKey, {
      summary: 'Validate a key that works',
      sent: { mispId, mispLicenseKey },
      misp,
    }),
    await runExample(validate, validateLicenseKey, {
      summary: 'Validate a key that does not work',
      sent: { mispId, mispLicenseKey },
      misp: deactivatedMisp,
    }),
  ],
  'update-misp-status': [
    await runExample(mispStatus, updateMispStatus, {
      summary: 'De-activate a MISP',
      sent: { mispId, mispStatus: 'De-active' },
      misp,
    }),
  ],
  'update-license-key-status': [
    await runExample(keyStatus, updateLicenseKeyStatus, {
      summary: 'Switch a licence key off',
      sent: { mispId, mispLicenseKey, mispLicenseKeyStatus: 'De-active' },
      misp,
    }),
    await runExample(keyStatus, updateLicenseKeyStatus, {
      summary: 'Switch a licence key off without seeing it',
      sent: { mispId, licenseKeyHash: exampleKeyHash, mispLicenseKeyStatus: 'De-active' },
      misp,
    }),
  ],
  'list-misps': [await runExample(list, listMisps('full'), { summary: 'List MISPs', sent: { limit: '1' }, misp })],
  'get-misp': [await runExample(get, getMisp('full'), { summary: 'Get a MISP', sent: { mispId }, misp })],
  'find-misps-by-name': [
    await runExample(find, findMispsByName('full'), {
      summary: 'Find MISPs by the start of their name',
      sent: { orgName: 'cell', limit: '1' },
      misp,
    }),
  ],
  'download-license-key': [
    await runExample(download, downloadLicenseKey(exampleTerms), {
      summary: 'Download the licence key',
      sent: { mispId },
      misp,
    }),
  ],
  'rotate-license-key': [
    await runExample(rotate, rotateLicenseKey(exampleTerms), {
      summary: 'Replace a key, which keeps working for one hour',
      sent: { mispId, overlapSeconds: 3600 },
      misp,
    }),
    await runExample(rotate, rotateLicenseKey(exampleTerms), {
      summary: 'Replace a key that has leaked',
      sent: { mispId, overlapSeconds: 0, validTo: '2027-03-03T00:00:00Z' },
      misp,
    }),
  ],
  'change-license-validity': [
    await runExample(changeValidity, changeLicenseValidity(exampleTerms.maxValidityDays), {
      summary: 'Set the expiry of a licence',
      sent: { mispId, licenseKeyHash: exampleKeyHash, validTo: '2026-12-31T23:59:59Z' },
      misp,
    }),
  ],
};
