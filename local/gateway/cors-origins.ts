import { corsSettings } from '../../lib/api/cors-settings.ts';
import { type JsonRecord, listOf } from '../template/json-values.ts';

/**
 * Adds origins to the CORS configuration of an API. Without a configuration in the template, uses the settings that the
 * stack would have with `corsOrigins`.
 */
export function withCorsOrigins(
  configuration: JsonRecord | undefined,
  origins: readonly string[],
): JsonRecord | undefined {
  if (origins.length === 0) return configuration;
  const terms = configuration ?? {
    AllowCredentials: corsSettings.credentials,
    AllowHeaders: corsSettings.requestHeaders,
    AllowMethods: corsSettings.methods,
    ExposeHeaders: corsSettings.responseHeaders,
    MaxAge: corsSettings.maxAgeSeconds,
  };
  return { ...terms, AllowOrigins: [...listOf(terms.AllowOrigins, 'AllowOrigins'), ...origins] };
}
