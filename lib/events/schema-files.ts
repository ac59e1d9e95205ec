import type { JsonObject } from '../openapi/json-object.ts';
import { type EventKind, eventKindNames } from './event-schemas.ts';
import { eventSchemas } from './json-schemas.ts';

/** `LicensesExpiring` as names of files have it: `licenses-expiring.json`. */
export function schemaFileName(kind: EventKind): string {
  return `${kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`;
}

/** The schema of each kind's `detail` as a JSON Schema of its own, by the name of its file. */
export function schemaFiles(): Readonly<Record<string, JsonObject>> {
  const schemas = eventSchemas('draft-2020-12');
  return Object.fromEntries(
    eventKindNames.map((kind) => [
      schemaFileName(kind),
      { $schema: 'https://json-schema.org/draft/2020-12/schema', title: kind, ...schemas[kind] },
    ]),
  );
}
