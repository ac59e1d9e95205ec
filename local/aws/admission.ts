/** A call to a service of AWS, before it is carried out. */
export interface ServiceCall {
  /**
   * The access key id that the request was signed with; undefined when it bears none. For what AWS does by itself the name
   * of the service that does it, for example `events.amazonaws.com` delivering to a queue.
   */
  readonly caller: string | undefined;
  /** The session that the credentials are of: each process of a function has its own. */
  readonly session?: string | undefined;
  readonly service: 'dynamodb' | 'events' | 'logs' | 'sqs' | 'lambda';
  /** The resource for which a service of AWS makes the call, for example the rule that delivers. */
  readonly sourceArn?: string;
  /** For example `PutItem`. */
  readonly action: string;
  /** The parsed input; undefined when it is not JSON. Its shape is not checked. */
  readonly input: unknown;
}

/** Whether a call is carried out; if not, what its caller is answered instead. */
export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Asked before every call. What does more to a call than to refuse it is an `Intercept`. */
export type Admit = (call: ServiceCall) => Promise<Admission>;
