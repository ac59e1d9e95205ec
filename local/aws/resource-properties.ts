import * as z from 'zod/mini';
import type { Resource } from '../template/resources.ts';

/** A property that the local cloud ignores, because it has no visible effect here. */
export const ignored = z.optional(z.unknown());

/**
 * Reads the properties of a resource. With strict schemas, a property that the local cloud does not emulate is an
 * error, not a silent difference from AWS.
 * @throws Error naming the resource and each property that is missing, of the wrong type, or not emulated.
 */
export function readProperties<T>(resource: Resource, schema: z.ZodMiniType<T>): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new Error(`${resource.type} ${resource.logicalId}: ${issuesIn(result.error)}`);
}

/** Formats a schema's issues in one line. */
export function issuesIn(error: z.core.$ZodError): string {
  const issues = error.issues.map((issue) => {
    const place = issue.path.join('.') || 'Properties';
    return issue.code === 'unrecognized_keys'
      ? `${place}: not emulated here: ${issue.keys.join(', ')}`
      : `${place}: ${issue.message}`;
  });
  return issues.join('; ');
}
