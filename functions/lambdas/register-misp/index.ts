import { serveOperation } from '../../runtime/serve-operation.ts';
import { request } from './contract.ts';
import { registering, registerMisp } from './register-misp.ts';

export const handler = await serveOperation(request, () => registerMisp, registering);
