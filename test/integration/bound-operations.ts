import { downloadLicenseKey } from '../../functions/download-license-key/download-license-key.ts';
import { findMispsByName } from '../../functions/find-misps-by-name/find-misps-by-name.ts';
import { getMisp } from '../../functions/get-misp/get-misp.ts';
import { type OperationHandler, operationHandler, type Serving } from '../../functions/http/operation-handler.ts';
import { listMisps } from '../../functions/list-misps/list-misps.ts';
import type { LicenseKeyVisibility } from '../../functions/operation/misp-view.ts';
import type { Operation } from '../../functions/operation/scope.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import { processMispStatus } from '../../functions/process-misp-status/process-misp-status.ts';
import { registerMisp } from '../../functions/register-misp/register-misp.ts';
import { licenseTerms } from '../../functions/runtime/license-terms.ts';
import { updateLicenseKeyStatus } from '../../functions/update-license-key-status/update-license-key-status.ts';
import { updateMisp } from '../../functions/update-misp/update-misp.ts';
import { updateMispStatus } from '../../functions/update-misp-status/update-misp-status.ts';
import { validateLicenseKey } from '../../functions/validate-license-key/validate-license-key.ts';

const terms = licenseTerms({ LICENSE_KEY_LENGTH: 50, LICENSE_VALIDITY_DAYS: 90 });

/** The ten operations as their entries bind them, but to what a test gives. */
export function boundOperations(
  serving: Serving,
  visibility: LicenseKeyVisibility = 'full',
): Readonly<Record<OperationName, OperationHandler>> {
  const contractOf = (name: OperationName) => operations.find((one) => one.name === name)!;
  const bind = (name: OperationName, operation: unknown) =>
    // The entries are typed; here one table holds them all.
    operationHandler(contractOf(name), operation as Operation<unknown, unknown>, serving);
  return {
    'register-misp': bind('register-misp', registerMisp),
    'process-misp-status': bind('process-misp-status', processMispStatus(terms)),
    'update-misp': bind('update-misp', updateMisp),
    'validate-license-key': bind('validate-license-key', validateLicenseKey),
    'update-misp-status': bind('update-misp-status', updateMispStatus),
    'update-license-key-status': bind('update-license-key-status', updateLicenseKeyStatus),
    'list-misps': bind('list-misps', listMisps(visibility)),
    'get-misp': bind('get-misp', getMisp(visibility)),
    'find-misps-by-name': bind('find-misps-by-name', findMispsByName(visibility)),
    'download-license-key': bind('download-license-key', downloadLicenseKey(terms)),
  };
}
