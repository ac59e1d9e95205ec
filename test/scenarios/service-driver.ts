import type { Misp } from '../../functions/domain/misp.ts';
import type { Right } from '../../functions/domain/rights.ts';

/** A request as a caller makes it: `path` is relative to the base path, `fields` becomes the envelope's `request`. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The rights of the caller's token; every right if absent. */
  readonly rights?: readonly Right[];
}

export interface ServiceAnswer {
  readonly status: number;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
  // The tests look into answers of every shape; a wrong access fails its test.
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  readonly body: any;
}

/** An event on the bus. */
export interface PublishedEvent {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * A way to run the service: its functions in this process on a real engine, or the synthesized stack on the local
 * cloud. Scenarios use only this, so they test the same in both.
 */
export interface ServiceDriver {
  send(request: ServiceRequest): Promise<ServiceAnswer>;
  /** All events of a request on the bus, sorted by their place in the request. */
  eventsOf(requestId: string): Promise<readonly PublishedEvent[]>;
  /** Stores a MISP as an import would: states that the API cannot produce, and expired licences. */
  importMisp(misp: Misp): Promise<void>;
}
