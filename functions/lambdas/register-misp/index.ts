import { serveOperation } from '../../runtime/serve-operation.ts';
import { registering, registerMisp, request } from './register-misp.ts';

export const handler = await serveOperation(request, () => registerMisp, registering);
