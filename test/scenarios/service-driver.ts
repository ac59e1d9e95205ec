import type { Misp } from '../../functions/domain/misp.ts';
import type { Right } from '../../functions/domain/rights.ts';

/** A request as a caller makes it: `path` below the base path, `fields` becomes the envelope's `request`. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the caller's token gives; every right when absent. */
  readonly rights?: readonly Right[];
}

export interface ServiceAnswer {
  readonly status: number;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
  // The tests look into answers of every shape; a wrong look fails the test that takes it.
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  readonly body: any;
}

/** An event as it reached the bus. */
export interface PublishedEvent {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * One way to run the service: its functions in this process on a real engine, or the synthesized stack on the local cloud. The
 * scenarios know no other way to reach it, so both tell the same story.
 */
export interface ServiceDriver {
  send(request: ServiceRequest): Promise<ServiceAnswer>;
  /** Everything that a request left on the bus, sorted by its place within the request. */
  eventsOf(requestId: string): Promise<readonly PublishedEvent[]>;
  /** Stores a MISP as an import would: states that the API cannot bring about, and licences that have expired. */
  importMisp(misp: Misp): Promise<void>;
}
