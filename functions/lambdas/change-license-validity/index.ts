import { serveOperation } from '../../runtime/serve-operation.ts';
import { changeLicenseValidity, changing, request } from './change-license-validity.ts';

export const handler = await serveOperation(
  request,
  (environment) => changeLicenseValidity(environment.LICENSE_MAX_VALIDITY_DAYS),
  changing,
);
