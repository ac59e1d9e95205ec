import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type OperationName, operations } from '../../functions/operations.ts';
import type { Fault, FaultMode } from '../../local/aws/faults/fault.ts';
import type { Crash } from '../../local/functions/crash.ts';
import { busRefuses, busTakesNoEntry, losingEveryRace, refusing } from './call-faults.ts';
import type { CallFault } from './recorded-calls.ts';

/** The request that a disturbance is planned for. */
export interface DisturbanceContext {
  readonly operation: OperationName;
  readonly round: number;
  readonly random: () => number;
}

/** A fault below the functions while they handle secrets. */
export interface Disturbance {
  readonly title: string;
  /** Planned again before every request, so that none uses up the faults of the next. */
  readonly faults?: (context: DisturbanceContext) => readonly Fault[];
  readonly crashes?: (context: DisturbanceContext) => readonly Crash[];
  /** Made again for every batch of requests. */
  readonly callFault?: (client: DynamoDBDocumentClient) => CallFault;
  /** Concurrent requests: more if they mostly wait. */
  readonly lanes?: number;
  /** It comes after the answer, during delivery to the bus: the form of the answer does not matter. */
  readonly isAfterAnswers?: boolean;
  /** At most this many requests, all concurrent: each waits until its function's time is up. */
  readonly atMost?: number;
}

const reads = ['dynamodb:GetItem', 'dynamodb:Query'] as const;
const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'] as const;
type StoreAction = (typeof reads | typeof writes)[number];

const FOR_GOOD = 100_000;
const PATIENT_LANES = 6;

const pick = <Item>({ random }: DisturbanceContext, ...choices: readonly Item[]): Item =>
  choices[Math.floor(random() * choices.length)]!;

const storeFaults = (
  { operation }: DisturbanceContext,
  mode: FaultMode,
  count: number,
  actions: readonly StoreAction[],
): readonly Fault[] => actions.map((action) => ({ action, mode, count, function: operation }));

const lasting: readonly FaultMode[] = [
  'throttle',
  'error',
  'lost-ack',
  'half-ack',
  'stalled-ack',
  'timeout',
  'conflict',
];

/** Each function fails in another way, and in yet another in the next round. */
function failForGood(context: DisturbanceContext): readonly Fault[] {
  const place = operations.findIndex(({ name }) => name === context.operation);
  const mode = lasting[(place + context.round) % lasting.length]!;
  // If reads fail, no write is ever made. A read meets no conflict.
  const actions = mode === 'conflict' || context.random() < 0.5 ? writes : [...reads, ...writes];
  return storeFaults(context, mode, FOR_GOOD, actions);
}

/** Only sometimes, since starting another process takes a while. */
function crash(context: DisturbanceContext): readonly Crash[] {
  const { operation, random } = context;
  if (random() > 0.2) return [];
  const kind = random();
  if (kind < 0.1) return [{ function: 'authorize-caller', moment: random() }];
  if (kind < 0.2)
    return [{ function: 'publish-audit', after: pick(context, 'events:PutEvents', 'dynamodb:BatchWriteItem') }];
  if (kind < 0.5) return [{ function: operation, moment: random() }];
  const when = pick(context, 'before', 'after');
  return (['dynamodb:PutItem', 'dynamodb:TransactWriteItems'] as const).map((after) => ({
    function: operation,
    after,
    when,
  }));
}

export const undisturbed: Disturbance = { title: 'nothing' };

export const storeRefuses: Disturbance = {
  title: 'the store refuses what it is sent, and repeats it',
  callFault: () => refusing('com.amazon.coral.validate#ValidationException', 'TransactWriteItems', 'UpdateItem'),
};

const storeDenies: Disturbance = {
  title: 'the store denies every read and every row, and repeats it',
  callFault: () => refusing('com.amazon.coral.service#AccessDeniedException', 'GetItem', 'Query', 'PutItem'),
};

export const racesAreLost: Disturbance = {
  title: 'every change of a MISP loses its race, and the store repeats the MISP',
  callFault: losingEveryRace,
  // A revocation retries until its time is up.
  lanes: 24,
};

const storeFails: Disturbance = {
  title: 'the store fails',
  faults: (context) => storeFaults(context, 'error', pick(context, 1, 3, 5), [...reads, ...writes]),
  lanes: PATIENT_LANES,
};

/** Those that need no waiting. */
export const quickDisturbances: readonly Disturbance[] = [
  undisturbed,
  storeRefuses,
  storeDenies,
  racesAreLost,
  storeFails,
];

export const everyDisturbance: readonly Disturbance[] = [
  ...quickDisturbances,
  {
    title: 'the store throttles',
    // After throttling the SDK waits longest.
    faults: (context) =>
      context.random() < 0.5
        ? storeFaults(
            context,
            'throttle',
            pick(context, 1, 1, 1, 4),
            pick<readonly StoreAction[]>(context, reads, writes),
          )
        : [],
    lanes: PATIENT_LANES,
  },
  {
    title: 'writes meet a conflict',
    faults: (context) => storeFaults(context, 'conflict', pick(context, 1, 3, 5), writes),
    lanes: PATIENT_LANES,
  },
  {
    title: 'answers of the store are lost or delayed',
    // A delayed answer is a silence until the client gives up, which takes 2.5 seconds.
    faults: (context) =>
      context.random() < 0.1
        ? storeFaults(context, 'timeout', 1, writes)
        : storeFaults(context, pick(context, 'lost-ack', 'half-ack'), pick(context, 1, 3, 5), [...reads, ...writes]),
    lanes: PATIENT_LANES,
  },
  { title: 'processes are killed', crashes: crash },
  {
    title: 'the bus fails, takes a part, throttles, loses its answer',
    isAfterAnswers: true,
    faults: (context) =>
      context.random() < 0.3
        ? [{ action: 'events:PutEvents', mode: pick(context, 'error', 'partial', 'throttle', 'lost-ack'), count: 1 }]
        : [],
  },
  { title: 'the bus refuses, and repeats it', isAfterAnswers: true, callFault: () => busRefuses(40) },
  { title: 'the bus takes no entry, and repeats each', isAfterAnswers: true, callFault: () => busTakesNoEntry(4) },
  {
    title: 'delivered rows cannot be deleted',
    isAfterAnswers: true,
    faults: (context) => [
      { action: 'dynamodb:BatchWriteItem', mode: pick(context, 'error', 'partial', 'throttle', 'lost-ack'), count: 2 },
    ],
  },
  {
    title: 'the log of the audit takes nothing, so events go to their dead-letter queue',
    isAfterAnswers: true,
    faults: () => [{ action: 'logs:PutLogEvents', mode: 'error', count: 5 }],
  },
  {
    title: 'the store fails, each function in another way, until the time of the function is up',
    faults: failForGood,
    atMost: 20,
  },
];
