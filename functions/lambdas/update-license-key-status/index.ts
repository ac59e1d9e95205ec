import { serveOperation } from '../../runtime/serve-operation.ts';
import { request, switchingLicense, updateLicenseKeyStatus } from './update-license-key-status.ts';

export const handler = await serveOperation(request, () => updateLicenseKeyStatus, switchingLicense);
