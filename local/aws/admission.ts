/** A call to a service of AWS, before it is carried out. */
export interface ServiceCall {
  /**
   * The access key id that the request was signed with; undefined when it bears none. For what AWS does by itself the name
   * of the service that does it, for example `events.amazonaws.com` delivering to a queue.
   */
  readonly caller: string | undefined;
  readonly service: 'dynamodb' | 'events' | 'logs' | 'sqs' | 'lambda';
  /** For example `PutItem`. */
  readonly action: string;
  /** The parsed input; undefined when it is not JSON. Its shape is not checked. */
  readonly input: unknown;
}

/** Whether a call is carried out; if not, what its caller is answered instead. */
export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Asked before every call. It is the place for the template's permissions and for injected faults. */
export type Admit = (call: ServiceCall) => Promise<Admission>;

export const admitEverything: Admit = async () => ({ admitted: true });
