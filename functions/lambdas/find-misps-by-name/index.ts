import { serveOperation } from '../../runtime/serve-operation.ts';
import { findMispsByName, request } from './find-misps-by-name.ts';

export const handler = await serveOperation(request, (environment) =>
  findMispsByName(environment.LICENSE_KEYS_IN_LISTS),
);
