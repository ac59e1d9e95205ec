import type { OperationName } from './reference/call.ts';

/** The kinds of the list, with both orders where it has two. */
const kindsOfList = ['all', 'all, newest', 'of a status', 'of a status, newest', 'running out', 'name'];
const pages = ['all of it', 'first page', 'next page', 'past the end', 'nothing found'];

/** All outcomes of each operation. Some sequence must reach each. */
const outcomes: Readonly<Record<OperationName, readonly string[]>> = {
  'register-misp': ['done', 'bad e-mail', 'name taken', 'bad input', 'repeated', 'key of another request'],
  'process-misp-status': [
    ...['approved', 'approved again', 'approved again, expired ones removed', 'approved again, ten removed'],
    ...['rejected', 'rejected after approval', 'too many licences'],
    ...['wrong approval word', 'unknown MISP', 'already approved', 'already rejected', 'MISP de-active', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'update-misp': [
    ...['renamed', 'name kept', 'bad e-mail', 'unknown MISP', 'name taken', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'validate-license-key': [
    ...['EXPIRED', 'MISP_REJECTED', 'MISP_DEACTIVATED', 'LICENSE_DEACTIVATED', 'VALID'],
    ...['unknown key', 'removed key', 'key of another MISP', 'bad input'],
  ],
  'update-misp-status': [
    ...['active', 'de-active', 'no change: active', 'no change: de-active'],
    ...['wrong activity word', 'unknown MISP', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'update-license-key-status': [
    ...['active', 'de-active', 'no change: active', 'no change: de-active'],
    ...['wrong key status word', 'unknown key', 'removed key', 'key of another MISP', 'key expired', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'list-misps': [
    ...kindsOfList.flatMap((kind) => pages.map((page) => `${kind}: ${page}`)),
    ...['no such filter', 'two filters', 'order beside a filter', 'cursor of another list', 'bad input'],
  ],
  'get-misp': ['done', 'unknown MISP'],
  'find-misps-by-name': [...pages, 'cursor of another list', 'bad input'],
  'download-license-key': [
    ...['a working key', 'renewed', 'renewed, expired ones removed', 'renewed, ten removed', 'too many licences'],
    ...['none active', 'none active, another one lapsed'],
    ...['unknown MISP', 'not approved', 'MISP de-active', 'unknown key'],
  ],
  'rotate-license-key': [
    ...['rotated', 'rotated at once', 'nothing worked', 'too many licences'],
    ...['unknown MISP', 'not approved', 'MISP de-active', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'change-license-validity': [
    ...['sooner', 'later', 'no change', 'unknown key', 'removed key', 'key of another MISP', 'key expired'],
    ...['bad input', 'repeated', 'key of another request', 'another version'],
  ],
};

/** Names of all pairs of operation and outcome. */
export const outcomeNames: readonly string[] = Object.entries(outcomes).flatMap(([operation, of]) =>
  of.map((outcome) => `${operation}: ${outcome}`),
);

/** Counts how often each name was reached. */
export class Coverage {
  readonly #counts: Map<string, number>;

  constructor(names: readonly string[]) {
    this.#counts = new Map(names.map((name) => [name, 0]));
  }

  reached(name: string): void {
    const count = this.#counts.get(name);
    if (count === undefined) throw new Error(`The table does not have ${name}`);
    this.#counts.set(name, count + 1);
  }

  /** Names never reached. */
  get missing(): readonly string[] {
    return [...this.#counts].filter(([, count]) => count === 0).map(([name]) => name);
  }

  /** The name reached least often, and how often. */
  get rarest(): readonly [string, number] {
    return [...this.#counts].reduce((least, one) => (one[1] < least[1] ? one : least));
  }

  /** How many of them were reached: `64 of 65`. */
  get summary(): string {
    return `${this.#counts.size - this.missing.length} of ${this.#counts.size}`;
  }
}
