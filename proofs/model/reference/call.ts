import type { OperationName } from './outcomes.ts';

/** A request to both the service and the model. */

export interface Asked {
  readonly operation: OperationName;
  readonly mispId?: string;
  readonly orgName?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The envelope's `request`; absent for a GET. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly retry?: Retry;
}

/** The headers that make a change safe to repeat, as sent. */
export interface Retry {
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
}

export interface Call extends Asked {
  /** The MISP id in the path, even if it is illegal and `mispId` is empty. */
  readonly idInPath?: string;
  readonly by: { readonly userId: string; readonly userName: string };
  /** The single clock reading of the request. */
  readonly at: number;
  readonly requestId: string;
}

/** The random values of the service: known once seen, absent if none was drawn. */
export interface Draws {
  readonly mispId?: string | undefined;
  readonly licenseKey?: string | undefined;
}

/** The configuration of a deployment. */
export interface Configuration {
  readonly errorCodes: '1.1.4' | '1.0';
  readonly visibility: 'full' | 'masked';
}
