import { endpointOf } from './service-endpoint.ts';

/** Replaces the rules of `@aws-sdk/client-eventbridge` that find an endpoint (lib/functions/lambda-bundle.ts). */
export const defaultEndpointResolver = endpointOf('events');
