import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * How a call fails: `lost-ack` carries it out and loses the answer, as often as the SDK would try; the others never carry it
 * out. Neither engine conflicts, throttles or breaks a line by itself.
 */
export type Fault = 'conflict' | 'throttle' | 'lost-ack' | 'line-broken' | 'denied' | 'too-large';

const errors: Readonly<Record<Fault, () => Error>> = {
  conflict: () =>
    Object.assign(new Error('Transaction cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
      $metadata: { httpStatusCode: 400 },
    }),
  throttle: () =>
    Object.assign(new Error('Too fast'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }),
  'lost-ack': () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', $metadata: {} }),
  'line-broken': () => Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED', $metadata: {} }),
  denied: () =>
    Object.assign(new Error('not authorized'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }),
  'too-large': () =>
    Object.assign(new Error('Transaction cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ValidationError', Message: 'Item size has exceeded the maximum allowed size' }],
      $metadata: { httpStatusCode: 400 },
    }),
};

export interface Faults {
  /** Makes the next `count` sends of an action fail so. */
  next(action: string, fault: Fault, count: number): void;
  /** Holds the next `count` sends of an action back until all of them have come. */
  meet(action: string, count: number): void;
  /** Sends of each action so far. */
  readonly sent: readonly string[];
}

/** Puts faults between a client and its engine, beneath everything that the service does. */
export function injectFaults(client: DynamoDBDocumentClient): Faults {
  const waiting = new Map<string, { fault: Fault; left: number }>();
  const meetings = new Map<string, { left: number; release: () => void; all: Promise<void> }>();
  const sent: string[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const action = String(context.commandName).replace('Command', '');
      sent.push(action);
      const meeting = meetings.get(action);
      if (meeting !== undefined && meeting.left > 0) {
        meeting.left -= 1;
        if (meeting.left === 0) meeting.release();
        await meeting.all;
      }
      const planned = waiting.get(action);
      if (planned === undefined || planned.left === 0) return next(args);
      planned.left -= 1;
      if (planned.fault === 'lost-ack') await next(args);
      throw errors[planned.fault]();
    },
    // Beneath the SDK's own tries: each send is one.
    { step: 'initialize', name: 'injectFaults', priority: 'low' },
  );
  return {
    sent,
    next: (action, fault, count) => waiting.set(action, { fault, left: count }),
    meet: (action, count) => {
      let release = () => {};
      const all = new Promise<void>((resolve) => {
        release = resolve;
      });
      meetings.set(action, { left: count, release, all });
    },
  };
}
