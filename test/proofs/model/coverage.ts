import type { OperationName } from './reference/call.ts';

/** Every way in which every operation can come out: each must be reached by some sequence. */
const outcomes: Readonly<Record<OperationName, readonly string[]>> = {
  'register-misp': ['done', 'bad e-mail', 'name taken', 'bad input'],
  'process-misp-status': [
    ...['approved', 'approved once more', 'rejected', 'rejected after approval'],
    ...['wrong approval word', 'unknown MISP', 'already approved', 'already rejected', 'MISP de-active', 'bad input'],
  ],
  'update-misp': ['renamed', 'name kept', 'bad e-mail', 'unknown MISP', 'name taken', 'bad input'],
  'validate-license-key': [
    ...['EXPIRED', 'MISP_REJECTED', 'MISP_DEACTIVATED', 'LICENSE_DEACTIVATED', 'VALID'],
    ...['unknown key', 'key of another MISP', 'bad input'],
  ],
  'update-misp-status': [
    ...['active', 'de-active', 'no change: active', 'no change: de-active'],
    ...['wrong activity word', 'unknown MISP', 'bad input'],
  ],
  'update-license-key-status': [
    ...['active', 'de-active', 'no change: active', 'no change: de-active'],
    ...['wrong key status word', 'unknown key', 'key of another MISP', 'key expired', 'bad input'],
  ],
  'list-misps': ['all of it', 'first page', 'next page', 'past the end', 'nothing found', 'bad input'],
  'get-misp': ['done', 'unknown MISP'],
  'find-misps-by-name': ['all of it', 'first page', 'next page', 'past the end', 'nothing found', 'bad input'],
  'download-license-key': [
    ...['a working key', 'renewed', 'unknown MISP', 'not approved', 'MISP de-active', 'unknown key', 'none active'],
  ],
};

/** Counts which of the pairs of operation and outcome have been reached. */
export class Coverage {
  readonly #counts = new Map(
    Object.entries(outcomes).flatMap(([operation, of]) => of.map((outcome) => [`${operation}: ${outcome}`, 0])),
  );

  reached(operation: string, outcome: string): void {
    const pair = `${operation}: ${outcome}`;
    const count = this.#counts.get(pair);
    if (count === undefined) throw new Error(`The table of outcomes does not have ${pair}`);
    this.#counts.set(pair, count + 1);
  }

  /** Pairs that no request has come to. */
  get missing(): readonly string[] {
    return [...this.#counts].filter(([, count]) => count === 0).map(([pair]) => pair);
  }

  /** The pair that fewest requests have come to, and how many. */
  get rarest(): readonly [string, number] {
    return [...this.#counts].reduce((least, one) => (one[1] < least[1] ? one : least));
  }

  get size(): number {
    return this.#counts.size;
  }
}
