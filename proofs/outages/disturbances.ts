import type { ActionName, Fault, FaultMode } from '../../local/aws/faults/fault.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';

const READ_AND_CHANGE: readonly ActionName[] = ['dynamodb:GetItem', 'dynamodb:TransactWriteItems'];
const READ_AND_REPORT: readonly ActionName[] = ['dynamodb:GetItem', 'dynamodb:PutItem'];
const QUERY_AND_REPORT: readonly ActionName[] = ['dynamodb:Query', 'dynamodb:PutItem'];

/** The calls that each operation makes: a kill at any other call would never happen. */
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

/** Sweeps are rare and have their own phases; the publisher follows every operation. */
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
  ['events:PutEvents', 'half-ack'],
  ['events:PutEvents', 'stalled-ack'],
  ['dynamodb:TransactWriteItems', 'lost-ack'],
  ['dynamodb:TransactWriteItems', 'half-ack'],
  ['dynamodb:TransactWriteItems', 'conflict'],
  ['dynamodb:TransactWriteItems', 'throttle'],
  ['dynamodb:PutItem', 'lost-ack'],
  ['dynamodb:PutItem', 'error'],
  ['dynamodb:GetItem', 'throttle'],
  ['dynamodb:GetItem', 'half-ack'],
  ['dynamodb:GetItem', 'stalled-ack'],
  ['dynamodb:Query', 'throttle'],
  ['dynamodb:UpdateItem', 'lost-ack'],
  ['dynamodb:BatchWriteItem', 'partial'],
  ['dynamodb:BatchWriteItem', 'lost-ack'],
];

/** Plans the next disturbance: a process is killed, or calls of the functions fail. */
export class Disturbances {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)]!;
  }

  /** Kills some function's next invocation: at one of its calls, or at any moment. */
  kill(cloud: LocalCloud): void {
    const name = this.#pick(KILLED);
    if (this.#random() < 0.4) cloud.crash({ function: name, moment: this.#random() });
    else this.killAt(cloud, name, this.#pick(DELIVERIES[name] ?? OPERATIONS[name]!));
  }

  /** Kills the next publisher or sweeper with rows to deliver, between reading and deleting them. */
  killDelivery(cloud: LocalCloud, name: 'publish-audit' | 'sweep-audit-outbox'): void {
    this.killAt(cloud, name, this.#pick(DELIVERIES[name]!));
  }

  /** Kills the next invocation of a function at this call, before or after it is carried out. */
  killAt(cloud: LocalCloud, name: string, after: ActionName): void {
    cloud.crash({ function: name, after, when: this.#pick(['before', 'after'] as const) });
  }

  /** Makes some calls fail, sometimes more often than the functions retry. */
  fail(cloud: LocalCloud): void {
    const [action, mode] = this.#pick(FAULTS);
    const fault: Fault = { action, mode, count: this.#pick([1, 1, 2, 5]) };
    cloud.faults.plan(fault);
  }
}
