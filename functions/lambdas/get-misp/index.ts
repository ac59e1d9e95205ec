import { serveOperation } from '../../runtime/serve-operation.ts';
import { getMisp, request } from './get-misp.ts';

export const handler = await serveOperation(request, (environment) => getMisp(environment.LICENSE_KEYS_IN_LISTS));
