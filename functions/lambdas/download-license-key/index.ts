import { licenseTerms } from '../../runtime/license-terms.ts';
import { serveOperation } from '../../runtime/serve-operation.ts';
import { downloadLicenseKey, request } from './download-license-key.ts';

export const handler = await serveOperation(request, (environment) => downloadLicenseKey(licenseTerms(environment)));
