import { licenseTerms } from '../../runtime/license-terms.ts';
import { serveOperation } from '../../runtime/serve-operation.ts';
import { request, rotateLicenseKey, rotating } from './rotate-license-key.ts';

export const handler = await serveOperation(
  request,
  (environment) =>
    rotateLicenseKey({ ...licenseTerms(environment), maxValidityDays: environment.LICENSE_MAX_VALIDITY_DAYS }),
  rotating,
);
