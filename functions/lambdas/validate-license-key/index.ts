import { serveOperation } from '../../runtime/serve-operation.ts';
import { request, validateLicenseKey } from './validate-license-key.ts';

export const handler = await serveOperation(request, () => validateLicenseKey);
