import { serveOperation } from '../../runtime/serve-operation.ts';
import { request } from './contract.ts';
import { switching, updateLicenseKeyStatus } from './update-license-key-status.ts';

export const handler = await serveOperation(request, () => updateLicenseKeyStatus, switching);
