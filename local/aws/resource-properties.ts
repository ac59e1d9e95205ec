import * as z from 'zod/mini';
import type { Resource } from '../template/resources.ts';

/** A property that the local cloud reads past, because it changes nothing that can be seen here. */
export const ignored = z.optional(z.unknown());

/**
 * Reads the properties of a resource. The schemas are strict, so a property that the local cloud does not imitate is an
 * error and not a silent difference from AWS.
 * @throws Error naming the resource and each property that is missing, of the wrong type, or not imitated.
 */
export function readProperties<T>(resource: Resource, schema: z.ZodMiniType<T>): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new Error(`${resource.type} ${resource.logicalId}: ${issuesIn(result.error)}`);
}

/** What a schema did not find as it should be, in one line. */
export function issuesIn(error: z.core.$ZodError): string {
  const issues = error.issues.map((issue) => {
    const place = issue.path.join('.') || 'Properties';
    return issue.code === 'unrecognized_keys'
      ? `${place}: not imitated here: ${issue.keys.join(', ')}`
      : `${place}: ${issue.message}`;
  });
  return issues.join('; ');
}
