import { licenseTerms } from '../../runtime/license-terms.ts';
import { serveOperation } from '../../runtime/serve-operation.ts';
import { request } from './contract.ts';
import { downloadLicenseKey } from './download-license-key.ts';

export const handler = await serveOperation(request, (environment) => downloadLicenseKey(licenseTerms(environment)));
