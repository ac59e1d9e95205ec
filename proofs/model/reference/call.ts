/** A request to the service as the model and the service are both asked it. */

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
  /** The envelope's `request`; left out for a GET. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly retry?: Retry;
}

/** The headers that make a change safe to repeat, as they are sent. */
export interface Retry {
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
}

export interface Call extends Asked {
  /** The MISP id as it stands in the path, also where none can have it and `mispId` is empty. */
  readonly idInPath?: string;
  readonly by: { readonly userId: string; readonly userName: string };
  /** The request's one reading of the clock. */
  readonly at: number;
  readonly requestId: string;
}

/** What the service draws by chance: bound when it is first seen, absent where nothing was drawn. */
export interface Draws {
  readonly mispId?: string | undefined;
  readonly licenseKey?: string | undefined;
}

/** What one deployment is configured to. */
export interface Configuration {
  readonly errorCodes: '1.1.4' | '1.0';
  readonly visibility: 'full' | 'masked';
}
