import { serveOperation } from '../../runtime/serve-operation.ts';
import { request, updateMisp, updating } from './update-misp.ts';

export const handler = await serveOperation(request, () => updateMisp, updating);
