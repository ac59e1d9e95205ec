import * as z from 'zod/mini';
import type { Resource } from '../../template/resources.ts';
import type { ServiceCall } from '../admission.ts';
import type { Execute, Intercept, Outcome } from '../call-path.ts';
import { issuesIn } from '../resource-properties.ts';
import { LaggingCopy } from './lagging-copy.ts';
import { writesOf } from './written-keys.ts';

const milliseconds = z.optional(z.number().check(z.int(), z.gte(0)));
const lagTimes = z.strictObject({ indexes: milliseconds, eventualReads: milliseconds });

/** How many milliseconds reads lag behind; 0 for none. */
export interface LagTimes {
  /** Reads of an index. */
  readonly indexes?: number | undefined;
  /** Reads of a table without ConsistentRead. */
  readonly eventualReads?: number | undefined;
}
type Kind = keyof LagTimes;

const read = z.looseObject({
  TableName: z.string(),
  IndexName: z.optional(z.string()),
  ConsistentRead: z.nullish(z.boolean()),
});
const reads = new Set(['GetItem', 'Query', 'Scan']);

export interface ReadLagOptions {
  readonly engineEndpoint: string;
  readonly tables: readonly Resource[];
  /** Milliseconds since 1970. After a jump, lagging reads catch up. */
  readonly clock: () => number;
}

/**
 * Makes reads through the endpoint return an earlier state, as may happen on AWS; both engines are always up to date.
 * Copies start when the lag is set, and follow writes through the endpoint. They do not see later writes that bypass
 * it.
 */
export class ReadLag {
  readonly #options: ReadLagOptions;
  #times: Required<LagTimes> = { indexes: 0, eventualReads: 0 };
  readonly #copies = new Map<string, LaggingCopy>();

  constructor(options: ReadLagOptions) {
    this.#options = options;
  }

  get times(): LagTimes {
    return this.#times;
  }

  /**
   * Sets how far reads lag from now on. Omitted values stay as they are.
   * @param times validated, because they may come from outside.
   * @throws Error that says what is wrong with them.
   */
  async set(times: LagTimes): Promise<void>;
  async set(times: unknown): Promise<void>;
  async set(times: unknown): Promise<void> {
    const parsed = lagTimes.safeParse(times);
    if (!parsed.success) throw new Error(`Not a lag: ${issuesIn(parsed.error)}`);
    const { indexes = this.#times.indexes, eventualReads = this.#times.eventualReads } = parsed.data;
    this.#times = { indexes, eventualReads };
    for (const table of this.#options.tables) {
      for (const kind of ['indexes', 'eventualReads'] as const) await this.#keep(kind, table);
    }
  }

  readonly intercept: Intercept = async (call, execute) => {
    if (call.service !== 'dynamodb' || this.#copies.size === 0) return execute(call);
    if (reads.has(call.action)) return this.#read(call, execute);
    const outcome = await execute(call);
    if (typeof outcome === 'string' || outcome.status !== 200) return outcome;
    await Promise.all(
      writesOf(call).flatMap(([tableName, written]) =>
        this.#copiesOf(tableName).map((copy) => copy.noteWrite(written)),
      ),
    );
    return outcome;
  };

  async #read(call: ServiceCall, execute: Execute): Promise<Outcome> {
    const parsed = read.safeParse(call.input);
    // Leaves it to the engine to refuse an invalid read.
    if (!parsed.success || parsed.data.ConsistentRead === true) return execute(call);
    const { TableName, IndexName } = parsed.data;
    const kind = IndexName === undefined ? 'eventualReads' : 'indexes';
    const copy = this.#copies.get(`${kind} ${TableName}`);
    if (copy === undefined) return execute(call);
    await copy.follow(this.#times[kind]);
    const outcome = await execute({ ...call, input: { ...parsed.data, TableName: copy.name } });
    if (typeof outcome === 'string') return outcome;
    // ConsumedCapacity names the table.
    const body = outcome.body.toString().replaceAll(`"${copy.name}"`, JSON.stringify(TableName));
    return { status: outcome.status, body };
  }

  #copiesOf(tableName: string): readonly LaggingCopy[] {
    return ['indexes', 'eventualReads'].flatMap((kind) => this.#copies.get(`${kind} ${tableName}`) ?? []);
  }

  async #keep(kind: Kind, table: Resource): Promise<void> {
    const id = `${kind} ${table.name}`;
    const copy = this.#copies.get(id);
    const hasAny = kind === 'eventualReads' || table.properties.GlobalSecondaryIndexes !== undefined;
    if (this.#times[kind] > 0 && hasAny) {
      if (copy !== undefined) return;
      const begun = new LaggingCopy(this.#options.engineEndpoint, table, this.#options.clock);
      // Registered before it is ready, so it sees every write from now on.
      this.#copies.set(id, begun);
      await begun.follow(this.#times[kind]);
    } else if (copy !== undefined) {
      this.#copies.delete(id);
      await copy.remove();
    }
  }
}
