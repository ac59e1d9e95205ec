/** A call to an AWS service, before it is executed. */
export interface ServiceCall {
  /**
   * The access key id that signed the request; undefined if there is none. For calls that AWS makes itself, the name of
   * the service, for example `events.amazonaws.com` delivering to a queue.
   */
  readonly caller: string | undefined;
  /** The session token of the credentials. Each process of a function has its own. */
  readonly session?: string | undefined;
  readonly service: 'dynamodb' | 'events' | 'logs' | 'sqs' | 'lambda';
  /** The resource for which an AWS service makes the call, for example the delivering rule. */
  readonly sourceArn?: string;
  /** For example `PutItem`. */
  readonly action: string;
  /** The parsed input, unchecked; undefined if it is not JSON. */
  readonly input: unknown;
}

/** Whether a call may proceed; if not, the answer that its caller gets. */
export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Decides about every call. To do more than refuse a call, use an `Intercept`. */
export type Admit = (call: ServiceCall) => Promise<Admission>;
