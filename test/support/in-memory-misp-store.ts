import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import { lastLicense } from '../../functions/domain/running-out.ts';
import { removedLicenses } from '../../functions/domain/verdict-changes.ts';
import type { IdempotencyRecord } from '../../functions/storage/idempotency-record.ts';
import type {
  CommitOutcome,
  MispList,
  MispPage,
  MispStore,
  PageRequest,
  Position,
  PutOutcome,
} from '../../functions/storage/misp-store.ts';

export type StoreCall =
  | 'get'
  | 'ownerOfLicense'
  | 'list'
  | 'allocateMispId'
  | 'commit'
  | 'putRow'
  | 'putRowOnce'
  | 'recall';

/** Hooks around every call. One that throws makes the call fail; one that waits lets other calls go first. */
export interface StoreHooks {
  /** Runs before the call takes effect: if it throws, nothing is done. */
  before?: (call: StoreCall) => void | Promise<void>;
  /** Runs after the call took effect: if it throws, the answer is lost. */
  after?: (call: StoreCall) => void | Promise<void>;
}

const isBackwards = (list: MispList) => 'order' in list && list.order === 'newest';

/** The sort value of a MISP in a list; undefined if it is not in the list. */
function orderIn(list: MispList, misp: Misp): string | undefined {
  const registeredAt = new Date(misp.createdAt).toISOString();
  switch (list.of) {
    case 'all':
      return registeredAt;
    case 'name':
      return misp.normalizedName.startsWith(list.prefix) ? misp.normalizedName : undefined;
    case 'running-out': {
      const last = lastLicense(misp);
      return last !== undefined && last.validTo < list.before ? new Date(last.validTo).toISOString() : undefined;
    }
    default:
      return misp.status === list.of ? registeredAt : undefined;
  }
}

const compareBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

/**
 * A MISP with objects of its own, as each read of DynamoDB has: a rule that compares the licences of two reads by
 * identity fails here, too.
 */
const copied = (misp: Misp): Misp => ({
  ...misp,
  editors: [...misp.editors],
  licenses: misp.licenses.map((license) => ({ ...license })),
});

/**
 * The store of MISPs in memory, for tests: the same conditions and answers as the one in DynamoDB, without its calls. A
 * call is atomic: it does not wait between checking a condition and writing.
 */
export class InMemoryMispStore implements MispStore {
  /** The outbox, in the order of the puts. */
  readonly rows: OutboxRow[] = [];
  /** Every call, in order. */
  readonly calls: StoreCall[] = [];
  hooks: StoreHooks;
  /** How many MISPs one read of a list returns, like DynamoDB's 1 MB. */
  pageSize = Number.POSITIVE_INFINITY;
  /** How many licences a MISP can hold, like DynamoDB's 400 KB an item. */
  roomForLicenses = Number.POSITIVE_INFINITY;
  readonly #misps = new Map<string, Misp>();
  readonly #names = new Map<string, string>();
  readonly #owners = new Map<string, string>();
  /** Outcomes kept for repeats. */
  readonly records = new Map<string, IdempotencyRecord>();
  #lastId = 99;

  constructor(hooks: StoreHooks = {}) {
    this.hooks = hooks;
  }

  /** Puts MISPs into the store as they are, with their names and pointers: the initial state of tests. */
  seed(...misps: readonly Misp[]): void {
    for (const misp of misps) {
      this.#write(this.#misps.get(misp.id), copied(misp));
      // The counter never draws the ids of imports.
      if (Number.isInteger(Number(misp.id))) this.#lastId = Math.max(this.#lastId, Number(misp.id));
    }
  }

  /** The stored MISP, without hooks and not counted as a call. */
  peek(mispId: string): Misp | undefined {
    const misp = this.#misps.get(mispId);
    return misp && copied(misp);
  }

  /** All stored MISPs. */
  get misps(): Iterable<Misp> {
    return this.#misps.values();
  }

  /** All taken names, normalized, each with its MISP. */
  get names(): ReadonlyMap<string, string> {
    return this.#names;
  }

  /** The hashes of all licence keys, each with its MISP. */
  get owners(): ReadonlyMap<string, string> {
    return this.#owners;
  }

  get(mispId: string): Promise<Misp | undefined> {
    return this.#call('get', () => this.peek(mispId));
  }

  ownerOfLicense(hash: string): Promise<string | undefined> {
    return this.#call('ownerOfLicense', () => this.#owners.get(hash));
  }

  allocateMispId(): Promise<string> {
    return this.#call('allocateMispId', () => {
      this.#lastId += 1;
      return String(this.#lastId);
    });
  }

  list(list: MispList, page: PageRequest): Promise<MispPage> {
    return this.#call('list', () => this.#page((misp) => orderIn(list, misp), isBackwards(list), page));
  }

  putRow(row: OutboxRow): Promise<void> {
    return this.#call('putRow', () => this.#putRow(row));
  }

  recall(id: string, now: number): Promise<IdempotencyRecord | undefined> {
    return this.#call('recall', () => this.#kept(id, now));
  }

  putRowOnce(row: OutboxRow, record: IdempotencyRecord): Promise<PutOutcome> {
    return this.#call('putRowOnce', (): PutOutcome => {
      if (this.rows.some(({ id }) => id === row.id)) return { kind: 'put' };
      const first = this.#kept(record.id, row.at);
      if (first !== undefined) return { kind: 'repeated', first };
      this.records.set(record.id, record);
      this.#putRow(row);
      return { kind: 'put' };
    });
  }

  commit(
    before: Misp | undefined,
    after: Misp,
    row: OutboxRow,
    _isRevocation = false,
    record?: IdempotencyRecord,
  ): Promise<CommitOutcome> {
    return this.#call('commit', (): CommitOutcome => {
      if (this.rows.some(({ id }) => id === row.id)) return { kind: 'committed' };
      const current = this.#misps.get(after.id);
      const isAsRead = before === undefined ? current === undefined : current?.version === before.version;
      const first = record === undefined ? undefined : this.#kept(record.id, row.at);
      if (first !== undefined) {
        return { kind: 'repeated', first, ...(isAsRead || current === undefined ? {} : { current: copied(current) }) };
      }
      if (!isAsRead) {
        if (current === undefined) throw new Error(`MISP ${after.id} is gone, but MISPs are never deleted`);
        return { kind: 'misp-changed', current: copied(current) };
      }
      const keepsName = before?.normalizedName === after.normalizedName;
      if (!keepsName && this.#names.has(after.normalizedName)) return { kind: 'name-taken' };
      if (after.licenses.length > this.roomForLicenses) return { kind: 'too-large' };
      this.#write(before, copied(after));
      this.#putRow(row);
      if (record !== undefined) this.records.set(record.id, record);
      return { kind: 'committed' };
    });
  }

  async #call<T>(call: StoreCall, effect: () => T): Promise<T> {
    this.calls.push(call);
    await this.hooks.before?.(call);
    const outcome = effect();
    await this.hooks.after?.(call);
    return outcome;
  }

  #write(before: Misp | undefined, after: Misp): void {
    if (before !== undefined && this.#names.get(before.normalizedName) === after.id) {
      this.#names.delete(before.normalizedName);
    }
    this.#names.set(after.normalizedName, after.id);
    for (const license of removedLicenses(before, after)) this.#owners.delete(license.hash);
    for (const license of after.licenses) this.#owners.set(license.hash, after.id);
    this.#misps.set(after.id, after);
  }

  /** The kept outcome with the same id, unless it has expired. */
  #kept(id: string, at: number): IdempotencyRecord | undefined {
    const kept = this.records.get(id);
    return kept !== undefined && kept.forgetAt > Math.floor(at / 1000) ? kept : undefined;
  }

  /** The same row put twice is one row, since its key is the same. */
  #putRow(row: OutboxRow): void {
    const index = this.rows.findIndex(({ id }) => id === row.id);
    if (index < 0) this.rows.push(structuredClone(row));
    else this.rows[index] = structuredClone(row);
  }

  #page(orderOf: (misp: Misp) => string | undefined, isNewest: boolean, { limit, after }: PageRequest): MispPage {
    const keyOf = ({ order, mispId }: Position) => `${order}\u0001${mispId}`;
    const compare = (one: Position, other: Position) => compareBytes(keyOf(one), keyOf(other)) * (isNewest ? -1 : 1);
    const entries = [...this.#misps.values()]
      .flatMap((misp) => {
        const order = orderOf(misp);
        return order === undefined ? [] : [{ misp, position: { order, mispId: misp.id } }];
      })
      .filter(({ position }) => after === undefined || compare(position, after) > 0)
      .sort((a, b) => compare(a.position, b.position));
    // A page ended by its limit has a next position even if nothing follows; one that ran out of MISPs has none.
    const isCutByLimit = limit !== undefined && limit <= this.pageSize && entries.length >= limit;
    const size = Math.min(limit ?? this.pageSize, this.pageSize);
    const page = entries.slice(0, size);
    const last = page.at(-1)?.position;
    const hasNext = last !== undefined && (isCutByLimit || entries.length > size);
    return { misps: page.map(({ misp }) => copied(misp)), ...(hasNext ? { next: last } : {}) };
  }
}
