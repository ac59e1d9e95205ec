import type { DynamoDBDocumentClient, ServiceOutputTypes } from '@aws-sdk/lib-dynamodb';
import { interceptSends, type Send } from './sends.ts';

/** How a call fails. With a lost acknowledgement or half of one it is carried out first, with the others never. */
export type Fault =
  | 'transaction conflict'
  | 'throttling'
  | 'lost acknowledgement'
  | 'half an acknowledgement'
  | 'broken connection'
  | 'denied'
  | 'too large';

const cancelled = (reasons: readonly object[]) =>
  Object.assign(new Error('Transaction cancelled'), {
    name: 'TransactionCanceledException',
    CancellationReasons: reasons,
    $metadata: { httpStatusCode: 400 },
  });
const refused = (name: string) => Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 400 } });
/** After either, the client cannot tell whether the call was carried out. Of half an answer it has the status. */
const cutOff = (httpStatusCode: number) =>
  Object.assign(new Error('aborted'), { code: 'ECONNRESET', $metadata: { httpStatusCode } });
const hungUp = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', $metadata: {} });

const errors: Readonly<Record<Fault, () => Error>> = {
  'transaction conflict': () => cancelled([{ Code: 'TransactionConflict' }, { Code: 'None' }]),
  throttling: () => refused('ThrottlingException'),
  'lost acknowledgement': hungUp,
  'half an acknowledgement': () => cutOff(200),
  'broken connection': hungUp,
  denied: () => refused('AccessDeniedException'),
  'too large': () =>
    cancelled([{ Code: 'ValidationError', Message: 'Item size has exceeded the maximum allowed size' }]),
};

/**
 * Fails a call with the error that a client of the SDK sees. The engines never conflict, throttle or break a connection
 * by themselves.
 */
export async function fail(send: Send, fault: Fault): Promise<never> {
  if (!fault.endsWith('acknowledgement')) throw errors[fault]();
  // The engine's answer is lost with the acknowledgement, whether done or refused.
  const isDone = await send.pass().then(
    () => true,
    () => false,
  );
  throw isDone || fault === 'lost acknowledgement' ? errors[fault]() : cutOff(400);
}

/** Planned faults between a client and its engine, and a record of the calls. */
export class Faults {
  /** Calls so far, by action. */
  readonly sent: string[] = [];
  readonly #planned = new Map<string, { readonly fault: Fault; left: number }>();
  readonly #barriers = new Map<string, { readonly all: Promise<void>; readonly arrive: () => void }>();

  constructor(client: DynamoDBDocumentClient) {
    interceptSends(client, 'below', (send) => this.#intercept(send));
  }

  /** Makes the next calls of an action fail this way, for any client. */
  next(action: string, fault: Fault, count: number): void {
    this.#planned.set(action, { fault, left: count });
  }

  /** Holds the next `count` calls of an action until all have arrived. */
  holdUntilAll(action: string, count: number): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    let left = count;
    const arrive = () => {
      left -= 1;
      if (left > 0) return;
      this.#barriers.delete(action);
      resolve();
    };
    this.#barriers.set(action, { all: promise, arrive });
  }

  async #intercept(send: Send): Promise<ServiceOutputTypes> {
    this.sent.push(send.action);
    const barrier = this.#barriers.get(send.action);
    barrier?.arrive();
    await barrier?.all;
    const planned = this.#planned.get(send.action);
    if (planned === undefined || planned.left === 0) return send.pass();
    planned.left -= 1;
    return fail(send, planned.fault);
  }
}
