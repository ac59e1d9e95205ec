import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { asyncapiFile } from '../../scripts/write-asyncapi.ts';
import type { Json } from '../stack/template.ts';

export type AsyncapiDocument = Json;

/** The AsyncAPI document as consumers have it. */
export function publishedEvents(): AsyncapiDocument {
  return JSON.parse(readFileSync(asyncapiFile, 'utf8'));
}

/** What is looked at of an event. */
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
 * Holds events of the bus to the AsyncAPI document. Consumers take fields that they do not know; here one that the document does not know
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

  /** What is wrong with an event. */
  faultsOf({ source, detailType, detail }: SeenEvent): readonly string[] {
    const message = this.#messages.find(({ headers }) => headers({ source, 'detail-type': detailType }).length === 0);
    if (message === undefined) return [`no message has the source ${source} and the detail-type ${detailType}`];
    const { eventName = detailType } = detail;
    return [
      ...message.payload(detail),
      // JSON Schema has no word for it.
      ...(eventName === detailType ? [] : [`its detail-type is ${detailType}, its eventName ${eventName}`]),
    ];
  }

  /** What is wrong with events: each fault once, with the first event that has it. */
  faultsIn(events: readonly SeenEvent[]): readonly string[] {
    const first = new Map<string, unknown>();
    for (const event of events) {
      for (const fault of this.faultsOf(event)) if (!first.has(fault)) first.set(fault, event.detail.recordId);
    }
    return [...first].map(([fault, recordId]) => `event ${recordId} is not as documented: ${fault}`);
  }

  /** @throws Error that says in what events are others than the document promises. */
  check(events: readonly SeenEvent[]): void {
    const faults = this.faultsIn(events);
    if (faults.length > 0) throw new Error(faults.join('; '));
  }
}
