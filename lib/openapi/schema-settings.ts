import type * as z from 'zod/mini';

/** Settings to convert schemas for all documents. */
export const schemaSettings = {
  // Leaves out rules that JSON Schema cannot express.
  unrepresentable: 'any',
  override: ({ jsonSchema }) => {
    // Later versions add fields to answers, and requests may have unknown fields.
    if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    // JavaScript's bounds of integers mean nothing to callers.
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    // The format is enough.
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  },
} as const satisfies Parameters<typeof z.toJSONSchema>[1];
