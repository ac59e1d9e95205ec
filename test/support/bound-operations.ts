import type { LicenseTerms } from '../../functions/domain/change-of-misp.ts';
import { downloadLicenseKey } from '../../functions/download-license-key/download-license-key.ts';
import { findMispsByName } from '../../functions/find-misps-by-name/find-misps-by-name.ts';
import { getMisp } from '../../functions/get-misp/get-misp.ts';
import { type OperationHandler, operationHandler, type Serving } from '../../functions/http/operation-handler.ts';
import { listMisps } from '../../functions/list-misps/list-misps.ts';
import type { LicenseKeyVisibility } from '../../functions/operation/misp-view.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import { processMispStatus } from '../../functions/process-misp-status/process-misp-status.ts';
import { registerMisp } from '../../functions/register-misp/register-misp.ts';
import { updateLicenseKeyStatus } from '../../functions/update-license-key-status/update-license-key-status.ts';
import { updateMisp } from '../../functions/update-misp/update-misp.ts';
import { updateMispStatus } from '../../functions/update-misp-status/update-misp-status.ts';
import { validateLicenseKey } from '../../functions/validate-license-key/validate-license-key.ts';

/** The ten operations behind their real pipeline, bound as their entries bind them, but to what a test gives. */
export function boundOperations(
  serving: Serving,
  terms: LicenseTerms,
  visibility: LicenseKeyVisibility,
): Readonly<Record<OperationName, OperationHandler>> {
  const [register, status, update, validate, mispStatus, keyStatus, list, get, find, download] = operations;
  return {
    'register-misp': operationHandler(register, registerMisp, serving),
    'process-misp-status': operationHandler(status, processMispStatus(terms), serving),
    'update-misp': operationHandler(update, updateMisp, serving),
    'validate-license-key': operationHandler(validate, validateLicenseKey, serving),
    'update-misp-status': operationHandler(mispStatus, updateMispStatus, serving),
    'update-license-key-status': operationHandler(keyStatus, updateLicenseKeyStatus, serving),
    'list-misps': operationHandler(list, listMisps(visibility), serving),
    'get-misp': operationHandler(get, getMisp(visibility), serving),
    'find-misps-by-name': operationHandler(find, findMispsByName(visibility), serving),
    'download-license-key': operationHandler(download, downloadLicenseKey(terms), serving),
  };
}
