import type { ActionName, Fault, FaultMode } from '../../local/aws/faults/fault.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';

const READ_AND_CHANGE: readonly ActionName[] = ['dynamodb:GetItem', 'dynamodb:TransactWriteItems'];
const READ_AND_REPORT: readonly ActionName[] = ['dynamodb:GetItem', 'dynamodb:PutItem'];
const QUERY_AND_REPORT: readonly ActionName[] = ['dynamodb:Query', 'dynamodb:PutItem'];

/** What each operation calls: a kill at any other call would never come about. */
const OPERATIONS: Readonly<Record<string, readonly ActionName[]>> = {
  'register-misp': ['dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'],
  'process-misp-status': READ_AND_CHANGE,
  'update-misp': READ_AND_CHANGE,
  'validate-license-key': READ_AND_REPORT,
  'update-misp-status': READ_AND_CHANGE,
  'update-license-key-status': READ_AND_CHANGE,
  'list-misps': QUERY_AND_REPORT,
  'get-misp': READ_AND_REPORT,
  'find-misps-by-name': QUERY_AND_REPORT,
  'download-license-key': READ_AND_REPORT,
};
const DELIVERIES: Readonly<Record<string, readonly ActionName[]>> = {
  'publish-audit': ['events:PutEvents', 'dynamodb:BatchWriteItem'],
  'sweep-audit-outbox': ['events:PutEvents', 'dynamodb:BatchWriteItem'],
};

/** Sweeps are rare, and have phases of their own; the publisher follows every operation. */
const KILLED: readonly string[] = [
  ...Object.keys(OPERATIONS),
  ...Object.keys(OPERATIONS),
  ...Array.from({ length: 4 }, () => 'publish-audit'),
  'sweep-audit-outbox',
];

const FAULTS: readonly (readonly [ActionName, FaultMode])[] = [
  ['events:PutEvents', 'error'],
  ['events:PutEvents', 'partial'],
  ['events:PutEvents', 'throttle'],
  ['events:PutEvents', 'lost-ack'],
  ['dynamodb:TransactWriteItems', 'lost-ack'],
  ['dynamodb:TransactWriteItems', 'conflict'],
  ['dynamodb:TransactWriteItems', 'throttle'],
  ['dynamodb:PutItem', 'lost-ack'],
  ['dynamodb:PutItem', 'error'],
  ['dynamodb:GetItem', 'throttle'],
  ['dynamodb:Query', 'throttle'],
  ['dynamodb:UpdateItem', 'lost-ack'],
  ['dynamodb:BatchWriteItem', 'partial'],
  ['dynamodb:BatchWriteItem', 'lost-ack'],
];

/** Plans what goes wrong next: a process is killed, or calls of the functions fail. */
export class Disturbances {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)]!;
  }

  /** The next call of some function ends in the middle: at a call that it makes, or at any moment. */
  kill(cloud: LocalCloud): void {
    const name = this.#pick(KILLED);
    if (this.#random() < 0.4) cloud.crash({ function: name, moment: this.#random() });
    else this.killAt(cloud, name, this.#pick(DELIVERIES[name] ?? OPERATIONS[name]!));
  }

  /** The next publisher or sweeper that has something to deliver dies between reading and taking away. */
  killDelivery(cloud: LocalCloud, name: 'publish-audit' | 'sweep-audit-outbox'): void {
    this.killAt(cloud, name, this.#pick(DELIVERIES[name]!));
  }

  /** The next call of a function ends when it calls this, before or after that is done. */
  killAt(cloud: LocalCloud, name: string, after: ActionName): void {
    cloud.crash({ function: name, after, when: this.#pick(['before', 'after'] as const) });
  }

  /** Some calls fail, now and then more often than the functions try. */
  fail(cloud: LocalCloud): void {
    const [action, mode] = this.#pick(FAULTS);
    const fault: Fault = { action, mode, count: this.#pick([1, 1, 2, 5]) };
    cloud.faults.plan(fault);
  }
}
