import { serveOperation } from '../../runtime/serve-operation.ts';
import { listMisps, request } from './list-misps.ts';

export const handler = await serveOperation(request, (environment) => listMisps(environment.LICENSE_KEYS_IN_LISTS));
