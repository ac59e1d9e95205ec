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
        /** This many callers. Each waits for its answer before it sends the next request. */
        readonly kind: 'closed';
        readonly callers: number;
      };
}

/** What became of a request. Times are of `monotonicMs`. */
export interface Reply {
  readonly operation: OperationName;
  /** When it should have been sent; for `closed` arrivals, when it was sent. */
  readonly dueMs: number;
  readonly answeredMs: number;
  /** Of the gateway; empty when there was no answer. */
  readonly requestId: string;
  /** What was not as expected; undefined if the answer was the expected success. */
  readonly problem?: string;
}
