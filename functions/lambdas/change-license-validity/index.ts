import { serveOperation } from '../../runtime/serve-operation.ts';
import { changeLicenseValidity, changing } from './change-license-validity.ts';
import { request } from './contract.ts';

export const handler = await serveOperation(
  request,
  (environment) => changeLicenseValidity(environment.LICENSE_MAX_VALIDITY_DAYS),
  changing,
);
