import { licenseTerms } from '../../runtime/license-terms.ts';
import { serveOperation } from '../../runtime/serve-operation.ts';
import { processing, processMispStatus, request } from './process-misp-status.ts';

export const handler = await serveOperation(
  request,
  (environment) =>
    processMispStatus({
      ...licenseTerms(environment),
      separationOfDuties: environment.SEPARATION_OF_DUTIES === 'on',
    }),
  processing,
);
