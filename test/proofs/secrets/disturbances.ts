import type { ServiceCall } from '../../../local/aws/admission.ts';
import type { Fault } from '../../../local/aws/faults/fault.ts';

/** Something that goes wrong beneath the functions while they serve secrets. */
export interface Disturbance {
  readonly title: string;
  /** Planned anew before every batch of requests. */
  readonly faults?: readonly Fault[];
  /** What a service answers in place of carrying a call out. */
  readonly refuse?: (call: ServiceCall) => Readonly<Record<string, unknown>> | undefined;
  /** Every request waits until its function's time is up: only so many are sent, once a run, and all at once. */
  readonly atMost?: number;
}

const CALLS = 6;
const storeActions = [
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:TransactWriteItems',
] as const;

const storeFails = (mode: Fault['mode']): readonly Fault[] =>
  storeActions.map((action) => ({ action, mode, count: CALLS }));

const storeThrottles = storeActions.map((action): Fault => ({ action, mode: 'throttle', count: 100_000 }));

const isOf = (call: ServiceCall, ...actions: readonly string[]) => actions.includes(call.action);

/** An error that repeats the whole request in its message: the worst that a service can hand to a log. */
const telling = (type: string, call: ServiceCall) => ({
  __type: type,
  message: `Not possible: ${JSON.stringify(call.input)}`,
});

export const disturbances: readonly Disturbance[] = [
  { title: 'nothing' },
  { title: 'the store fails', faults: storeFails('error') },
  { title: 'the store throttles', faults: storeFails('throttle') },
  {
    title: 'transactions conflict',
    faults: [{ action: 'dynamodb:TransactWriteItems', mode: 'conflict', count: CALLS }],
  },
  { title: 'answers of the store are lost', faults: storeFails('lost-ack') },
  {
    title: 'the store refuses what it is sent, and repeats it',
    refuse: (call) =>
      isOf(call, 'TransactWriteItems', 'UpdateItem')
        ? telling('com.amazon.coral.validate#ValidationException', call)
        : undefined,
  },
  {
    title: 'the store denies every read and every row, and repeats it',
    refuse: (call) =>
      isOf(call, 'GetItem', 'Query', 'PutItem')
        ? telling('com.amazon.coral.service#AccessDeniedException', call)
        : undefined,
  },
  {
    title: 'the bus fails, takes a part, throttles',
    faults: (['error', 'partial', 'throttle'] as const).map((mode) => ({ action: 'events:PutEvents', mode, count: 2 })),
  },
  {
    title: 'the bus refuses, and repeats it',
    refuse: (() => {
      let left = 4;
      return (call: ServiceCall) => {
        left -= call.action === 'PutEvents' ? 1 : 0;
        return call.action === 'PutEvents' && left >= 0
          ? telling('com.amazonaws.events#ValidationException', call)
          : undefined;
      };
    })(),
  },
  {
    title: 'rows that are delivered cannot be taken away',
    faults: [{ action: 'dynamodb:BatchWriteItem', mode: 'error', count: CALLS }],
  },
  {
    title: 'the log of the audit takes nothing, so events go to their dead-letter queue',
    faults: [{ action: 'logs:PutLogEvents', mode: 'error', count: 200 }],
  },
  { title: 'the store throttles until the time of the function is up', faults: storeThrottles, atMost: 16 },
];
