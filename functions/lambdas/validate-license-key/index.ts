import { serveOperation } from '../../runtime/serve-operation.ts';
import { request } from './contract.ts';
import { validateLicenseKey } from './validate-license-key.ts';

export const handler = await serveOperation(request, () => validateLicenseKey);
