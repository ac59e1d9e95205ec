import type { LicenseTerms } from '../../functions/domain/change-of-misp.ts';
import { type OperationHandler, operationHandler, type Serving } from '../../functions/http/operation-handler.ts';
import { request as download } from '../../functions/lambdas/download-license-key/contract.ts';
import { downloadLicenseKey } from '../../functions/lambdas/download-license-key/download-license-key.ts';
import { request as find } from '../../functions/lambdas/find-misps-by-name/contract.ts';
import { findMispsByName } from '../../functions/lambdas/find-misps-by-name/find-misps-by-name.ts';
import { request as get } from '../../functions/lambdas/get-misp/contract.ts';
import { getMisp } from '../../functions/lambdas/get-misp/get-misp.ts';
import { request as list } from '../../functions/lambdas/list-misps/contract.ts';
import { listMisps } from '../../functions/lambdas/list-misps/list-misps.ts';
import { request as status } from '../../functions/lambdas/process-misp-status/contract.ts';
import { processMispStatus } from '../../functions/lambdas/process-misp-status/process-misp-status.ts';
import { request as register } from '../../functions/lambdas/register-misp/contract.ts';
import { registerMisp } from '../../functions/lambdas/register-misp/register-misp.ts';
import { request as keyStatus } from '../../functions/lambdas/update-license-key-status/contract.ts';
import { updateLicenseKeyStatus } from '../../functions/lambdas/update-license-key-status/update-license-key-status.ts';
import { request as update } from '../../functions/lambdas/update-misp/contract.ts';
import { updateMisp } from '../../functions/lambdas/update-misp/update-misp.ts';
import { request as mispStatus } from '../../functions/lambdas/update-misp-status/contract.ts';
import { updateMispStatus } from '../../functions/lambdas/update-misp-status/update-misp-status.ts';
import { request as validate } from '../../functions/lambdas/validate-license-key/contract.ts';
import { validateLicenseKey } from '../../functions/lambdas/validate-license-key/validate-license-key.ts';
import type { LicenseKeyVisibility } from '../../functions/operation/misp-view.ts';
import type { OperationName } from '../../functions/operations.ts';

/** The ten operations behind their real pipeline, bound as their entries bind them, but to what a test gives. */
export function boundOperations(
  serving: Serving,
  terms: LicenseTerms,
  visibility: LicenseKeyVisibility,
): Readonly<Record<OperationName, OperationHandler>> {
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
