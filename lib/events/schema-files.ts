import type { JsonObject } from '../openapi/json-object.ts';
import { type EventKind, eventKindNames } from './event-schemas.ts';
import { eventSchemas } from './json-schemas.ts';

/** The file name of a schema: `licenses-expiring.json` for `LicensesExpiring`. */
export function schemaFileName(kind: EventKind): string {
  return `${kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`;
}

/** The JSON Schema of each kind's `detail`, by file name. */
export function schemaFiles(): Readonly<Record<string, JsonObject>> {
  const schemas = eventSchemas('draft-2020-12');
  return Object.fromEntries(
    eventKindNames.map((kind) => [
      schemaFileName(kind),
      { $schema: 'https://json-schema.org/draft/2020-12/schema', title: kind, ...schemas[kind] },
    ]),
  );
}
