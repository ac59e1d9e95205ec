import { corsTerms } from '../../lib/api/cors-terms.ts';
import { type JsonRecord, listOf } from '../template/json-values.ts';

/**
 * The CORS configuration of an API with more origins: on the terms of the template where it has some, else on those that
 * the stack has as soon as `corsOrigins` names one.
 */
export function withCorsOrigins(
  configuration: JsonRecord | undefined,
  origins: readonly string[],
): JsonRecord | undefined {
  if (origins.length === 0) return configuration;
  const terms = configuration ?? {
    AllowCredentials: corsTerms.credentials,
    AllowHeaders: corsTerms.requestHeaders,
    AllowMethods: corsTerms.methods,
    ExposeHeaders: corsTerms.responseHeaders,
    MaxAge: corsTerms.maxAgeSeconds,
  };
  return { ...terms, AllowOrigins: [...listOf(terms.AllowOrigins, 'AllowOrigins'), ...origins] };
}
