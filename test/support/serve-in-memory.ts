import type { ErrorCodes } from '../../functions/http/error-answers.ts';
import type { Serving } from '../../functions/http/operation-handler.ts';
import type { LicenseKeyVisibility } from '../../functions/operation/license-key-visibility.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import type { Level, LogLine } from '../../functions/telemetry/log.ts';
import type { MetricValues } from '../../functions/telemetry/metrics.ts';
import { boundOperations } from './bound-operations.ts';
import { type GatewayRequest, gatewayEvent, lambdaContext } from './gateway-event.ts';
import { InMemoryMispStore } from './in-memory-misp-store.ts';
import { NOW, sampleKey } from './sample-misp.ts';

export interface ServiceOptions {
  readonly errorCodes?: ErrorCodes;
  readonly visibility?: LicenseKeyVisibility;
  readonly validityDays?: number;
  readonly separationOfDuties?: boolean;
  readonly store?: InMemoryMispStore;
}

/** A request in a test, besides its operation; `request` goes into the envelope, `body` is sent as is. */
export type TestRequest = Partial<Omit<GatewayRequest, 'method' | 'route'>> & {
  readonly request?: unknown;
  readonly functionName?: string;
  readonly remainingMs?: number;
};

export interface HttpAnswer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The body, parsed. */
  readonly json: unknown;
}

/** The request envelope of clients. */
export function envelope(request: unknown, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: 'mosip.partnermanagement.misp',
    version: '1.0',
    requesttime: '2026-03-01T10:20:30.000Z',
    metadata: {},
    request,
    ...more,
  });
}

/** The envelope of an answer to such a request. */
export function answered(response: unknown, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id: 'mosip.partnermanagement.misp',
    version: '1.0',
    responsetime: '2026-03-01T10:20:30.456Z',
    metadata: null,
    response,
    errors: [],
    ...more,
  };
}

/** The envelope of a refusal of such a request. */
export function refused(errorCode: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
  return answered(null, { errors: [{ errorCode, message }], ...more });
}

/** The echo in answers to GETs. */
export const NO_ECHO = { id: null, version: null } as const;

/** All operations behind their real pipeline, on a store in memory and a stopped clock. */
export class InMemoryService {
  readonly store: InMemoryMispStore;
  readonly logged: { readonly level: Level; readonly line: LogLine }[] = [];
  readonly counted: MetricValues[] = [];
  now = NOW;
  readonly #options: ServiceOptions;
  #keysDrawn = 0;

  constructor(options: ServiceOptions = {}) {
    this.#options = options;
    this.store = options.store ?? new InMemoryMispStore();
  }

  /** Sends a request to an operation; `errorCodes` only for this request. */
  async send(operation: OperationName, test: TestRequest = {}): Promise<HttpAnswer> {
    const contract = operations.find(({ name }) => name === operation)!;
    const { request, functionName, remainingMs, ...rest } = test;
    const body = 'body' in test ? test.body : contract.method === 'GET' ? undefined : envelope(request ?? {});
    const event = gatewayEvent({ ...rest, method: contract.method, route: contract.path, body });
    const context = lambdaContext(functionName ?? `misp-test-${operation}`, remainingMs);
    const answer = await this.#handlers()[operation](event, context);
    const text = answer.body ?? '';
    return { status: answer.statusCode, headers: answer.headers ?? {}, text, json: JSON.parse(text) };
  }

  /** All output of the service besides its answers and its store, as text. */
  get traces(): string {
    return JSON.stringify([this.logged, this.counted]);
  }

  /** Keys of the audit catalogue in the last request's trail, in order. */
  get lastTrail(): readonly string[] {
    return (this.store.rows.at(-1)?.trail ?? []).map((note) => note.join(' '));
  }

  #handlers() {
    const serving: Serving = {
      errorCodes: this.#options.errorCodes ?? '1.1.4',
      clock: () => this.now,
      storeUntil: () => this.store,
      log: (level, line) => this.logged.push({ level, line }),
      metrics: (values) => this.counted.push(values),
    };
    const terms = {
      newKey: () => {
        this.#keysDrawn += 1;
        return sampleKey(1000 + this.#keysDrawn);
      },
      validityDays: this.#options.validityDays ?? 90,
      separationOfDuties: this.#options.separationOfDuties ?? false,
    };
    return boundOperations(serving, terms, this.#options.visibility ?? 'full');
  }
}
