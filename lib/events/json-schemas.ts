import * as z from 'zod/mini';
import type { JsonObject } from '../openapi/json-object.ts';
import { schemaSettings } from '../openapi/schema-settings.ts';
import { describedEvents } from './event-descriptions.ts';
import type { EventKind } from './event-schemas.ts';

/** The dialects of validators, AsyncAPI and EventBridge's registry. */
export type Dialect = 'draft-2020-12' | 'draft-07' | 'openapi-3.0';

/** The schema of the `detail` of each kind of event. */
export function eventSchemas(dialect: Dialect): Readonly<Record<EventKind, JsonObject>> {
  const { schemas } = z.toJSONSchema(describedEvents, {
    ...schemaSettings,
    metadata: describedEvents,
    target: dialect,
    io: 'output',
    override: (context) => {
      schemaSettings.override(context);
      const { jsonSchema } = context;
      // OpenAPI 3.0 has only one example.
      if (dialect !== 'openapi-3.0' || jsonSchema.examples === undefined) return;
      [jsonSchema.example] = Object.values(jsonSchema.examples);
      delete jsonSchema.examples;
    },
  });
  const schemaOf = (kind: EventKind): JsonObject => {
    const { $schema: _, $id: __, id: ___, ...schema } = schemas[kind] ?? {};
    return schema;
  };
  return {
    AuditRecord: schemaOf('AuditRecord'),
    LicenseVerdictChanged: schemaOf('LicenseVerdictChanged'),
    LicensesExpiring: schemaOf('LicensesExpiring'),
  };
}
