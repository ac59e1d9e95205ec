import { serveOperation } from '../../runtime/serve-operation.ts';
import { request, switching, updateLicenseKeyStatus } from './update-license-key-status.ts';

export const handler = await serveOperation(request, () => updateLicenseKeyStatus, switching);
