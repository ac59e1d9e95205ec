import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type OperationName, operations } from '../../functions/operations.ts';
import type { Fault, FaultMode } from '../../local/aws/faults/fault.ts';
import type { Crash } from '../../local/functions/crash.ts';
import { busRefuses, busTakesNoEntry, losingEveryRace, refusing } from './call-faults.ts';
import type { CallFault } from './witnessed-calls.ts';

/** The request that a disturbance is planned for. */
export interface Aim {
  readonly operation: OperationName;
  readonly round: number;
  readonly random: () => number;
}

/** A fault below the functions while they handle secrets. */
export interface Disturbance {
  readonly title: string;
  /** Planned again before every request, so that none uses up the faults of the next. */
  readonly faults?: (aim: Aim) => readonly Fault[];
  readonly crashes?: (aim: Aim) => readonly Crash[];
  /** Made again for every batch of requests. */
  readonly callFault?: (client: DynamoDBDocumentClient) => CallFault;
  /** Concurrent requests: more if they mostly wait. */
  readonly lanes?: number;
  /** It comes after the answer, during delivery to the bus: the form of the answer does not matter. */
  readonly isBehindAnswers?: boolean;
  /** At most this many requests, all concurrent: each waits until its function's time is up. */
  readonly atMost?: number;
}

const reads = ['dynamodb:GetItem', 'dynamodb:Query'] as const;
const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'] as const;
type StoreAction = (typeof reads | typeof writes)[number];

const FOR_GOOD = 100_000;
const PATIENT_LANES = 6;

const pick = <Item>({ random }: Aim, ...choices: readonly Item[]): Item =>
  choices[Math.floor(random() * choices.length)]!;

const storeFaults = (
  { operation }: Aim,
  mode: FaultMode,
  count: number,
  actions: readonly StoreAction[],
): readonly Fault[] => actions.map((action) => ({ action, mode, count, function: operation }));

const lasting: readonly FaultMode[] = ['throttle', 'error', 'lost-ack', 'timeout', 'conflict'];

/** Each function fails in another way, and in yet another in the next round. */
function failForGood(aim: Aim): readonly Fault[] {
  const place = operations.findIndex(({ name }) => name === aim.operation);
  const mode = lasting[(place + aim.round) % lasting.length]!;
  // If reads fail, no write is ever made. A read meets no conflict.
  const actions = mode === 'conflict' || aim.random() < 0.5 ? writes : [...reads, ...writes];
  return storeFaults(aim, mode, FOR_GOOD, actions);
}

/** Only sometimes, since starting another process takes a while. */
function crash(aim: Aim): readonly Crash[] {
  const { operation, random } = aim;
  if (random() > 0.2) return [];
  const kind = random();
  if (kind < 0.1) return [{ function: 'authorize-caller', moment: random() }];
  if (kind < 0.2)
    return [{ function: 'publish-audit', after: pick(aim, 'events:PutEvents', 'dynamodb:BatchWriteItem') }];
  if (kind < 0.5) return [{ function: operation, moment: random() }];
  const when = pick(aim, 'before', 'after');
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
  title: 'every change of a MISP loses its race, and gets the MISP',
  callFault: losingEveryRace,
  // A change retries until its time is up.
  lanes: 24,
};

const storeFails: Disturbance = {
  title: 'the store fails',
  faults: (aim) => storeFaults(aim, 'error', pick(aim, 1, 3, 5), [...reads, ...writes]),
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
    faults: (aim) =>
      aim.random() < 0.5
        ? storeFaults(aim, 'throttle', pick(aim, 1, 1, 1, 4), pick<readonly StoreAction[]>(aim, reads, writes))
        : [],
    lanes: PATIENT_LANES,
  },
  {
    title: 'writes meet a conflict',
    faults: (aim) => storeFaults(aim, 'conflict', pick(aim, 1, 3, 5), writes),
    lanes: PATIENT_LANES,
  },
  {
    title: 'answers of the store are lost or delayed',
    // A delayed answer is a silence until the client gives up, which takes 2.5 seconds.
    faults: (aim) =>
      aim.random() < 0.1
        ? storeFaults(aim, 'timeout', 1, writes)
        : storeFaults(aim, 'lost-ack', pick(aim, 1, 3, 5), [...reads, ...writes]),
    lanes: PATIENT_LANES,
  },
  { title: 'processes are killed', crashes: crash },
  {
    title: 'the bus fails, takes a part, throttles, loses its answer',
    isBehindAnswers: true,
    faults: (aim) =>
      aim.random() < 0.3
        ? [{ action: 'events:PutEvents', mode: pick(aim, 'error', 'partial', 'throttle', 'lost-ack'), count: 1 }]
        : [],
  },
  { title: 'the bus refuses, and repeats it', isBehindAnswers: true, callFault: () => busRefuses(40) },
  { title: 'the bus takes no entry, and repeats each', isBehindAnswers: true, callFault: () => busTakesNoEntry(4) },
  {
    title: 'delivered rows cannot be deleted',
    isBehindAnswers: true,
    faults: (aim) => [
      { action: 'dynamodb:BatchWriteItem', mode: pick(aim, 'error', 'partial', 'throttle', 'lost-ack'), count: 2 },
    ],
  },
  {
    title: 'the log of the audit takes nothing, so events go to their dead-letter queue',
    isBehindAnswers: true,
    faults: () => [{ action: 'logs:PutLogEvents', mode: 'error', count: 5 }],
  },
  {
    title: 'the store fails, each function in another way, until the time of the function is up',
    faults: failForGood,
    atMost: 20,
  },
];
