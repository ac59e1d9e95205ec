import type { Admission, ServiceCall } from '../../local/aws/admission.ts';
import type { KeyAttributes } from './key-attributes.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Answers in place of an AWS service, or does something before the service answers; undefined for a call that it does
 * not touch.
 */
export type CallFault = (call: ServiceCall) => Promise<Admission | undefined>;

const noFault: CallFault = async () => undefined;

/** Key attributes in a call, and their table. */
interface RecordedKeys {
  readonly table: string;
  readonly text: string;
}

/** A row, and the operation in its id. */
interface RecordedRow {
  readonly operation: string;
  readonly text: string;
}

/** A table, and what a call says about one of its items. */
interface Mention {
  readonly table: string;
  readonly fields: Fields;
}

/**
 * Records every call that a function makes of an AWS service, before it is carried out, and can stand in for a failing
 * service.
 */
export class RecordedCalls {
  /** Key attributes that were written, read or queried. */
  readonly keys: RecordedKeys[] = [];
  /** Rows that were put into the outbox. */
  readonly rows: RecordedRow[] = [];
  /** Entries that were put on the bus. */
  readonly entries: string[] = [];
  /** Every licence key on its way to the store, including those whose answer to the caller was lost. */
  readonly licenseKeys = new Set<string>();
  /** Set once the template is known; no function calls before. */
  keyAttributes: KeyAttributes = new Map();
  #callFault = noFault;
  #applied = 0;

  /** How many calls were disturbed. */
  get applied(): number {
    return this.#applied;
  }

  /** Disturbs every call from now on; without an argument none. */
  setCallFault(callFault: CallFault = noFault): void {
    this.#callFault = callFault;
  }

  readonly admit = async (call: ServiceCall): Promise<Admission> => {
    this.#look(call);
    const admission = await this.#callFault(call);
    this.#applied += admission === undefined ? 0 : 1;
    return admission ?? { admitted: true };
  };

  #look({ service, action, input }: ServiceCall): void {
    if (!isFields(input)) return;
    if (service === 'events') this.entries.push(JSON.stringify(input));
    if (service !== 'dynamodb') return;
    for (const { table, fields } of mentionsIn(input)) {
      if (isFields(fields.Item) && table.includes('outbox')) this.rows.push(rowOf(fields.Item));
      for (const item of [fields.Item, fields.Key, fields.ExclusiveStartKey].filter(isFields)) {
        this.#keepKeys(table, item);
        this.#learnLicenses(item);
      }
      // A Query asks for values of key attributes, except for the prefix of a name, which may be any text.
      if (action === 'Query') this.keys.push({ table, text: JSON.stringify(withoutPrefix(fields)) });
    }
  }

  #keepKeys(table: string, item: Fields): void {
    const names = this.keyAttributes.get(table);
    const own = Object.entries(item).filter(([name]) => names?.has(name));
    this.keys.push({ table, text: JSON.stringify(own) });
  }

  #learnLicenses({ licenses }: Fields): void {
    if (!isFields(licenses) || !isFields(licenses.M)) return;
    for (const stored of Object.values(licenses.M)) {
      const key = isFields(stored) && isFields(stored.M) && isFields(stored.M.key) ? stored.M.key.S : undefined;
      if (typeof key === 'string') this.licenseKeys.add(key);
    }
  }
}

function rowOf(item: Fields): RecordedRow {
  const id = isFields(item.id) ? String(item.id.S) : '';
  return { operation: id.split('#')[0] ?? '', text: JSON.stringify(item) };
}

function withoutPrefix({ KeyConditionExpression: condition, ExpressionAttributeValues: values }: Fields): Fields {
  const [, prefix] = /begins_with\([^,]+, (:\w+)\)/.exec(String(condition)) ?? [];
  return Object.fromEntries(Object.entries(isFields(values) ? values : {}).filter(([name]) => name !== prefix));
}

/** What a call says about items, one by one, in the form of this kind of call. */
function mentionsIn(input: Fields): readonly Mention[] {
  const actions = listOf(input.TransactItems).filter(isFields).flatMap(Object.values);
  const single = [input, ...actions].filter(isFields).map((fields) => ({ table: String(fields.TableName), fields }));
  const batches = isFields(input.RequestItems) ? Object.entries(input.RequestItems) : [];
  const batched = batches.flatMap(([table, requests]) => {
    const keys = isFields(requests) ? listOf(requests.Keys).map((Key) => ({ Key })) : [];
    const written = listOf(requests).filter(isFields).flatMap(Object.values).filter(isFields);
    return [...keys, ...written].map((fields) => ({ table, fields }));
  });
  return [...single, ...batched];
}
