/** A request to both the service and the model. */

export type OperationName =
  | 'register-misp'
  | 'process-misp-status'
  | 'update-misp'
  | 'validate-license-key'
  | 'update-misp-status'
  | 'update-license-key-status'
  | 'list-misps'
  | 'get-misp'
  | 'find-misps-by-name'
  | 'download-license-key'
  | 'rotate-license-key'
  | 'change-license-validity';

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
