import { type OperationHandler, operationHandler, type Serving } from '../../functions/http/operation-handler.ts';
import {
  changeLicenseValidity,
  changing,
  request as validity,
} from '../../functions/lambdas/change-license-validity/change-license-validity.ts';
import {
  request as download,
  downloadLicenseKey,
} from '../../functions/lambdas/download-license-key/download-license-key.ts';
import { request as find, findMispsByName } from '../../functions/lambdas/find-misps-by-name/find-misps-by-name.ts';
import { request as get, getMisp } from '../../functions/lambdas/get-misp/get-misp.ts';
import { request as list, listMisps } from '../../functions/lambdas/list-misps/list-misps.ts';
import {
  type ApprovalTerms,
  processing,
  processMispStatus,
  request as status,
} from '../../functions/lambdas/process-misp-status/process-misp-status.ts';
import { request as register, registering, registerMisp } from '../../functions/lambdas/register-misp/register-misp.ts';
import {
  request as rotate,
  rotateLicenseKey,
  rotating,
} from '../../functions/lambdas/rotate-license-key/rotate-license-key.ts';
import {
  request as keyStatus,
  switchingLicense,
  updateLicenseKeyStatus,
} from '../../functions/lambdas/update-license-key-status/update-license-key-status.ts';
import { request as update, updateMisp, updating } from '../../functions/lambdas/update-misp/update-misp.ts';
import {
  request as mispStatus,
  switchingMisp,
  updateMispStatus,
} from '../../functions/lambdas/update-misp-status/update-misp-status.ts';
import {
  request as validate,
  validateLicenseKey,
} from '../../functions/lambdas/validate-license-key/validate-license-key.ts';
import type { LicenseKeyVisibility } from '../../functions/operation/license-key-visibility.ts';
import type { OperationName } from '../../functions/operations.ts';

/** The default of the configuration. */
const MAX_VALIDITY_DAYS = 3650;

/** All operations behind their real pipeline, bound as in their entry points, except for what a test replaces. */
export function boundOperations(
  serving: Serving,
  terms: ApprovalTerms,
  visibility: LicenseKeyVisibility,
): Readonly<Record<OperationName, OperationHandler>> {
  return {
    'register-misp': operationHandler(register, registerMisp, serving, registering),
    'process-misp-status': operationHandler(status, processMispStatus(terms), serving, processing),
    'update-misp': operationHandler(update, updateMisp, serving, updating),
    'validate-license-key': operationHandler(validate, validateLicenseKey, serving),
    'update-misp-status': operationHandler(mispStatus, updateMispStatus, serving, switchingMisp),
    'update-license-key-status': operationHandler(keyStatus, updateLicenseKeyStatus, serving, switchingLicense),
    'list-misps': operationHandler(list, listMisps(visibility), serving),
    'get-misp': operationHandler(get, getMisp(visibility), serving),
    'find-misps-by-name': operationHandler(find, findMispsByName(visibility), serving),
    'download-license-key': operationHandler(download, downloadLicenseKey(terms), serving),
    'rotate-license-key': operationHandler(
      rotate,
      rotateLicenseKey({ ...terms, maxValidityDays: MAX_VALIDITY_DAYS }),
      serving,
      rotating,
    ),
    'change-license-validity': operationHandler(validity, changeLicenseValidity(MAX_VALIDITY_DAYS), serving, changing),
  };
}
