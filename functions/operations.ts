import { contract as changeLicenseValidity } from './lambdas/change-license-validity/contract.ts';
import { contract as downloadLicenseKey } from './lambdas/download-license-key/contract.ts';
import { contract as findMispsByName } from './lambdas/find-misps-by-name/contract.ts';
import { contract as getMisp } from './lambdas/get-misp/contract.ts';
import { contract as listMisps } from './lambdas/list-misps/contract.ts';
import { contract as processMispStatus } from './lambdas/process-misp-status/contract.ts';
import { contract as registerMisp } from './lambdas/register-misp/contract.ts';
import { contract as rotateLicenseKey } from './lambdas/rotate-license-key/contract.ts';
import { contract as updateLicenseKeyStatus } from './lambdas/update-license-key-status/contract.ts';
import { contract as updateMisp } from './lambdas/update-misp/contract.ts';
import { contract as updateMispStatus } from './lambdas/update-misp-status/contract.ts';
import { contract as validateLicenseKey } from './lambdas/validate-license-key/contract.ts';
import type { OperationContract } from './operation/contract.ts';

/**
 * The operations of the service: the one list from which routes, functions, grants, the OpenAPI document and the tests
 * are derived. A new operation is a folder with a contract, and a line here.
 */
export const operations = [
  registerMisp,
  processMispStatus,
  updateMisp,
  validateLicenseKey,
  updateMispStatus,
  updateLicenseKeyStatus,
  listMisps,
  getMisp,
  findMispsByName,
  downloadLicenseKey,
  rotateLicenseKey,
  changeLicenseValidity,
] as const satisfies readonly OperationContract[];

export type OperationName = (typeof operations)[number]['name'];

/** The contract of any of them. */
export type ListedContract = OperationContract & { readonly name: OperationName };
