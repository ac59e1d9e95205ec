import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import type { JsonObject } from '../openapi/json-object.ts';
import { type EventKind, eventKindNames, eventKinds } from './event-schemas.ts';
import { eventExamples } from './examples/event-examples.ts';
import { eventSchemas } from './json-schemas.ts';

/** The AsyncAPI 3 document of the events on the bus. `npm run asyncapi` writes it. */
export function asyncapiDocument(version: string): JsonObject {
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'MISP Management Service: events',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      contact: { name: 'MISP Management Service contributors' },
    },
    defaultContentType: 'application/json',
    channels: {
      bus: {
        address: 'misp-audit',
        title: 'The bus',
        description:
          'An event bus of Amazon EventBridge. Its name is `misp-audit` in the stage `prod`, and `misp-audit-<stage>` elsewhere. Put your own ' +
          'rule on it.',
        messages: ofEachKind((kind) => ({ $ref: `#/components/messages/${kind}` })),
      },
    },
    operations: Object.fromEntries(eventKindNames.map((kind) => [`send${kind}`, operationOf(kind)])),
    components: { messages: ofEachKind(messageOf), schemas: eventSchemas('draft-07') },
  };
}

const DESCRIPTION = [
  'The events that the service puts on its EventBridge bus. A payload is the `detail` of an event. The headers of a message are fields of the event around it.',
  '**Every event arrives at least once**, whatever fails. `recordId` distinguishes duplicates from new events.',
  '**The order is not guaranteed.** `version` orders the changes of a MISP, `sequence` the records of a request.',
  '**Events may get new fields** in a later version, and there may be new detail-types: ignore those that you do not know.',
].join('\n\n');

const tags = {
  AuditRecord: { name: 'audit', description: 'Who requested what, and the outcome.' },
  LicenseVerdictChanged: { name: 'verdicts', description: 'For systems that cache whether a licence works.' },
  LicensesExpiring: { name: 'renewals', description: 'For people who renew licences.' },
} as const satisfies Readonly<Record<EventKind, JsonObject>>;

/** When the service sends each kind of event. */
const sentWhen: Readonly<Record<EventKind, string>> = {
  AuditRecord:
    'Sent for every step of every request that reaches its operation, refused or not, usually within a second.',
  LicenseVerdictChanged: 'Sent for every licence whose verdict a change has changed, once for each change.',
  LicensesExpiring:
    'Sent by an hourly run, once for each MISP, time of running out and threshold of the configuration.',
};

const texts: Readonly<Record<EventKind, { readonly title: string; readonly summary: string }>> = {
  AuditRecord: { title: 'Audit record', summary: 'One step of one request.' },
  LicenseVerdictChanged: { title: 'Licence verdict changed', summary: 'The effect of a licence has changed.' },
  LicensesExpiring: { title: 'Licences expiring', summary: 'A MISP is about to run out of licences that work.' },
};

function operationOf(kind: EventKind): JsonObject {
  const { title, summary } = texts[kind];
  return {
    action: 'send',
    title,
    summary,
    description: sentWhen[kind],
    channel: { $ref: '#/channels/bus' },
    // AsyncAPI requires a reference to the channel's message, not to the component.
    messages: [{ $ref: `#/channels/bus/messages/${kind}` }],
    tags: [tags[kind]],
  };
}

function messageOf(kind: EventKind): JsonObject {
  return {
    name: kind,
    ...texts[kind],
    contentType: 'application/json',
    headers: headersOf(kind),
    payload: { $ref: `#/components/schemas/${kind}` },
    examples: eventExamples[kind],
  };
}

/** The fields by which rules select events, in addition to `detail`. */
function headersOf(kind: EventKind): JsonObject {
  return {
    type: 'object',
    properties: {
      source: { type: 'string', const: EVENT_SOURCE, description: 'The same for all events.' },
      'detail-type': {
        type: 'string',
        enum: eventKinds[kind].detailTypes,
        description: 'The field that rules select by.',
      },
    },
    required: ['source', 'detail-type'],
  };
}

function ofEachKind<Part>(partOf: (kind: EventKind) => Part): Readonly<Record<string, Part>> {
  return Object.fromEntries(eventKindNames.map((kind) => [kind, partOf(kind)]));
}
