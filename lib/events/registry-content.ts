import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import type { JsonObject } from '../openapi/json-object.ts';
import { type EventKind, eventKinds } from './event-schemas.ts';
import { eventSchemas } from './json-schemas.ts';

/**
 * The schema of a kind of event for EventBridge's registry, which generates code bindings: OpenAPI 3.0 without paths,
 * with `AWSEvent` as the whole event.
 */
export function registryContent(kind: EventKind): JsonObject {
  const detailTypes: readonly string[] = eventKinds[kind].detailTypes;
  const properties = envelopeOf(kind, detailTypes);
  return {
    openapi: '3.0.0',
    // Constant, because the registry counts versions itself: another version here would create a new one there.
    info: { title: kind, version: '1.0.0' },
    paths: {},
    components: {
      schemas: {
        AWSEvent: {
          type: 'object',
          required: Object.keys(properties),
          'x-amazon-events-source': EVENT_SOURCE,
          // Takes only one value.
          ...(detailTypes.length === 1 ? { 'x-amazon-events-detail-type': detailTypes[0] } : {}),
          properties,
        },
        [kind]: eventSchemas('openapi-3.0')[kind],
      },
    },
  };
}

/** The fields that EventBridge adds to a detail. */
function envelopeOf(kind: EventKind, detailTypes: readonly string[]): JsonObject {
  const text = { type: 'string' };
  return {
    detail: { $ref: `#/components/schemas/${kind}` },
    'detail-type': { type: 'string', enum: detailTypes },
    source: { type: 'string', enum: [EVENT_SOURCE] },
    resources: { type: 'array', items: text },
    id: text,
    time: { type: 'string', format: 'date-time' },
    region: text,
    version: text,
    account: text,
  };
}
