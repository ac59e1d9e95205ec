import type { RecordedCall } from '../../test/support/recorded-calls.ts';
import type { Spread } from '../../test/support/statistics.ts';

/** What one call of a function takes, counted and measured in a run. */
export interface FunctionUsage {
  /** Processor milliseconds of the machine that measured, of all threads. */
  readonly cpuMs: number;
  readonly calls: readonly Pick<RecordedCall, 'action' | 'readUnits' | 'writeUnits' | 'indexWriteUnits'>[];
  /** Bytes that it writes to its log, metrics included; what Lambda writes itself is not among them. */
  readonly logBytes: number;
}

/** One call of the publisher with a batch of rows. */
export interface BatchUsage extends FunctionUsage {
  readonly rows: number;
  /** Calls of the bus that are made one after the other; others go beside them. */
  readonly busRounds: number;
  /** The same of the deletes. */
  readonly deleteRounds: number;
}

/** What one request leaves on the bus. */
export interface TrailUsage {
  readonly records: number;
  readonly domainEvents: number;
  /** Of all its events as archive and log group take them. */
  readonly bytes: number;
  /** The same if one event carried all records and domain events of the trail. */
  readonly bytesAsOne: number;
}

/** What one request takes, and what it causes behind its answer. */
export interface OperationUsage extends FunctionUsage {
  readonly label: string;
  /** Where the middle half of the processor times lies. */
  readonly cpuSpread: Spread;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Of the outbox row, as JSON. */
  readonly rowBytes: number;
  readonly accessLogBytes: number;
  readonly trail: TrailUsage;
  /** The publisher with one row of this request, and with many. */
  readonly publishing: { readonly one: BatchUsage; readonly many: BatchUsage };
}

/** What runs beside the requests. */
export interface BackgroundUsage {
  readonly authorizer: FunctionUsage;
  /** A sweep of an empty outbox. */
  readonly sweep: FunctionUsage;
  /** Metrics of their own that publisher and sweeper write while nothing fails. */
  readonly metrics: number;
}
