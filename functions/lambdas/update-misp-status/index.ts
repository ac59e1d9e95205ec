import { serveOperation } from '../../runtime/serve-operation.ts';
import { request, switchingMisp, updateMispStatus } from './update-misp-status.ts';

export const handler = await serveOperation(request, () => updateMispStatus, switchingMisp);
