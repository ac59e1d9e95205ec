import type { Admission, ServiceCall } from '../../../local/aws/admission.ts';

/** Attributes that are keys of the tables or of their indexes. */
const KEY_ATTRIBUTES = new Set(['pk', 'list', 'registration', 'nameOrder', 'id']);

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sees every call that a function makes of a service, before it is carried out, and can stand in for a service that fails. */
export class WitnessedCalls {
  /** Key attributes that were written, read or asked for. */
  readonly keys: string[] = [];
  /** Rows that were put into the outbox. */
  readonly rows: string[] = [];
  /** Entries that were put on the bus. */
  readonly entries: string[] = [];
  /** What a service answers in place of carrying a call out. */
  refuse: (call: ServiceCall) => Fields | undefined = () => undefined;

  readonly admit = async (call: ServiceCall): Promise<Admission> => {
    this.#look(call);
    const body = this.refuse(call);
    return body === undefined ? { admitted: true } : { admitted: false, status: 400, body };
  };

  #look({ service, action, input }: ServiceCall): void {
    if (service === 'events') this.entries.push(JSON.stringify(input));
    if (service !== 'dynamodb' || !isFields(input)) return;
    const actions = Array.isArray(input.TransactItems) ? input.TransactItems.flatMap((one) => Object.values(one)) : [];
    for (const one of [input, ...actions].filter(isFields)) {
      const isRow = String(one.TableName).includes('outbox') && isFields(one.Item);
      if (isRow) this.rows.push(JSON.stringify(one.Item));
      for (const item of [one.Item, one.Key, one.ExclusiveStartKey]) {
        if (isFields(item)) this.#keepKeys(item);
      }
      // What a Query asks for are values of key attributes.
      if (action === 'Query') this.keys.push(JSON.stringify(one.ExpressionAttributeValues));
    }
  }

  #keepKeys(item: Fields): void {
    const own = Object.entries(item).filter(([name]) => KEY_ATTRIBUTES.has(name));
    this.keys.push(JSON.stringify(own));
  }
}
