import type { OperationName } from '../../functions/operations.ts';
import type { TrafficTargets } from './mix.ts';

/** What a generator of traffic is told to do. */
export interface TrafficOrder {
  readonly baseUrl: string;
  readonly token: string;
  readonly targets: TrafficTargets;
  readonly seed: number;
  readonly seconds: number;
  readonly arrivals:
    | {
        /** Requests are sent when they are due, whether earlier ones are answered or not. */
        readonly kind: 'open';
        readonly perSecond: number;
      }
    | {
        /** So many callers, each of which waits for its answer before it sends the next request. */
        readonly kind: 'closed';
        readonly callers: number;
      };
}

/** What became of a request. Times are of `monotonicMs`. */
export interface Reply {
  readonly operation: OperationName;
  /** When it should have been sent; with callers that wait, when it was. */
  readonly dueMs: number;
  readonly answeredMs: number;
  /** Of the gateway; empty when there was no answer. */
  readonly requestId: string;
  /** What was not as expected; undefined when the answer was the success that it should be. */
  readonly problem?: string;
}
