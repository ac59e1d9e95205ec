import type { OperationName } from '../../../functions/operations.ts';
import {
  changeLicenseValidity,
  downloadLicenseKey,
  rotateLicenseKey,
  updateLicenseKeyStatus,
  validateLicenseKey,
} from './license-texts.ts';
import { findMispsByName, getMisp, listMisps } from './list-texts.ts';
import { processMispStatus, registerMisp, updateMisp, updateMispStatus } from './misp-texts.ts';
import type { OperationText } from './operation-text.ts';

/** What the document says about each operation. */
export const operationTexts: { readonly [Name in OperationName]: OperationText<Name> } = {
  'register-misp': registerMisp,
  'process-misp-status': processMispStatus,
  'update-misp': updateMisp,
  'validate-license-key': validateLicenseKey,
  'update-misp-status': updateMispStatus,
  'update-license-key-status': updateLicenseKeyStatus,
  'list-misps': listMisps,
  'get-misp': getMisp,
  'find-misps-by-name': findMispsByName,
  'download-license-key': downloadLicenseKey,
  'rotate-license-key': rotateLicenseKey,
  'change-license-validity': changeLicenseValidity,
};
