import type { LicenseTerms } from '../domain/change-of-misp.ts';
import { generateLicenseKey } from '../domain/license-key.ts';
import type { Environment } from '../environment/environment.ts';

/** The terms of new licences as the deployment has configured them. */
export function licenseTerms(environment: Environment<'LICENSE_KEY_LENGTH' | 'LICENSE_VALIDITY_DAYS'>): LicenseTerms {
  return {
    newKey: () => generateLicenseKey(environment.LICENSE_KEY_LENGTH),
    validityDays: environment.LICENSE_VALIDITY_DAYS,
  };
}
