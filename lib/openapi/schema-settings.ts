import type * as z from 'zod/mini';

/** How schemas are converted for every document that programs read. */
export const schemaSettings = {
  // Rules that JSON schema has no word for are left out.
  unrepresentable: 'any',
  override: ({ jsonSchema }) => {
    // Later editions add fields to what the service sends, and requests may hold what nobody knows.
    if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    // Whole numbers of JavaScript: the bounds of the language say nothing to callers.
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    // The format says it.
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  },
} as const satisfies Parameters<typeof z.toJSONSchema>[1];
