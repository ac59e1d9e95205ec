import type { ActionName, Fault, FaultMode } from '../../../local/aws/faults/fault.ts';
import type { LocalCloud } from '../../../local/local-cloud.ts';

const OPERATIONS = [
  'register-misp',
  'process-misp-status',
  'update-misp',
  'validate-license-key',
  'update-misp-status',
  'update-license-key-status',
  'get-misp',
  'download-license-key',
] as const;

const KILLED_AT: Readonly<Record<string, readonly ActionName[]>> = {
  'publish-audit': ['events:PutEvents', 'dynamodb:BatchWriteItem'],
  'sweep-audit-outbox': ['dynamodb:Scan', 'events:PutEvents', 'dynamodb:BatchWriteItem'],
};
const OPERATIONS_KILLED_AT: readonly ActionName[] = [
  'dynamodb:GetItem',
  'dynamodb:TransactWriteItems',
  'dynamodb:PutItem',
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

  /** The next call of some function, or of one of these, ends in the middle: at a call that it makes, or at any moment. */
  kill(cloud: LocalCloud): void {
    const name = this.#pick(['publish-audit', 'sweep-audit-outbox', ...OPERATIONS, ...OPERATIONS]);
    if (this.#random() < 0.4) cloud.crash({ function: name, moment: this.#random() });
    else {
      const after = this.#pick(KILLED_AT[name] ?? OPERATIONS_KILLED_AT);
      cloud.crash({ function: name, after, when: this.#pick(['before', 'after'] as const) });
    }
  }

  /** Some calls fail, now and then more often than the functions try. */
  fail(cloud: LocalCloud): void {
    const [action, mode] = this.#pick(FAULTS);
    const fault: Fault = { action, mode, count: this.#pick([1, 1, 2, 5]) };
    cloud.faults.plan(fault);
  }
}
