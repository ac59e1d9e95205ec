import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { asyncapiFile } from '../../scripts/published-documents.ts';
import type { Json } from '../stack/template.ts';

export type AsyncapiDocument = Json;

/** The AsyncAPI document for consumers. */
export function publishedEvents(): AsyncapiDocument {
  return JSON.parse(readFileSync(asyncapiFile, 'utf8'));
}

/** The checked parts of an event. */
export interface SeenEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

type Validate = (value: unknown) => readonly string[];

interface Message {
  readonly headers: Validate;
  readonly payload: Validate;
}

/**
 * Checks events of the bus against the AsyncAPI document. Consumers ignore unknown fields; here an undocumented field
 * is a fault, or it would never be documented.
 */
export class EventsAsDocumented {
  readonly #messages: readonly Message[];

  constructor(document: AsyncapiDocument) {
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    formats.default(ajv);
    const compile = (schema: Json): Validate => {
      const validate = ajv.compile({ ...schema, additionalProperties: false });
      return (value) => {
        if (validate(value)) return [];
        return (validate.errors ?? []).map(({ instancePath, message, params }) =>
          [instancePath || 'the event', message, params.additionalProperty].filter((part) => part).join(' '),
        );
      };
    };
    const { messages, schemas } = document.components;
    this.#messages = Object.values<Json>(messages).map(({ headers, payload }) => ({
      headers: compile(headers),
      payload: compile(schemas[payload.$ref.split('/').at(-1)]),
    }));
  }

  /** The faults of an event. */
  faultsOf({ source, detailType, detail }: SeenEvent): readonly string[] {
    const message = this.#messages.find(({ headers }) => headers({ source, 'detail-type': detailType }).length === 0);
    if (message === undefined) return [`no message has the source ${source} and the detail-type ${detailType}`];
    const { eventName = detailType } = detail;
    return [
      ...message.payload(detail),
      // A JSON Schema cannot express this.
      ...(eventName === detailType ? [] : [`its detail-type is ${detailType}, its eventName ${eventName}`]),
    ];
  }

  /** The faults of events, each once, with the first event that has it. */
  faultsIn(events: readonly SeenEvent[]): readonly string[] {
    const first = new Map<string, unknown>();
    for (const event of events) {
      for (const fault of this.faultsOf(event)) if (!first.has(fault)) first.set(fault, event.detail.recordId);
    }
    return [...first].map(([fault, recordId]) => `event ${recordId} is not as documented: ${fault}`);
  }

  /** @throws Error that says how events differ from the document. */
  check(events: readonly SeenEvent[]): void {
    const faults = this.faultsIn(events);
    if (faults.length > 0) throw new Error(faults.join('; '));
  }
}
