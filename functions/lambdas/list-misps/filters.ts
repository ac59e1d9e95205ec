import { LAST_INSTANT } from '../../domain/date-times.ts';
import { approvalStatuses, type Instant } from '../../domain/misp.ts';
import type { MispList } from '../../operation/cursor.ts';
import type { Field, InputOf, InputRule } from '../../operation/input.ts';
import { instant, namePrefix, oneOfWords, optional } from '../../operation/input-fields.ts';

/** Outside this range the text of a time does not sort like the time. */
const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z');

/** A point in time for a query of an index. */
function boundInTime(): Field<Instant> {
  const { read, schema } = instant();
  return {
    read: (sent) => {
      const reading = read(sent);
      const isOutside = 'value' in reading && (reading.value < EARLIEST || reading.value > LAST_INSTANT);
      return isOutside ? { fault: 'out-of-range' } : reading;
    },
    schema,
  };
}

/** The filters of the list. Each is served by an index, so they do not go together (docs/rules.md, "Lists"). */
export const filters = {
  status: optional(oneOfWords(approvalStatuses)),
  expiringBefore: optional(boundInTime()),
  name: optional(namePrefix()),
};

/** Filters with a fixed order. */
const ordered: readonly string[] = ['expiringBefore', 'name'];

/** The rule for filters as a whole: one filter at a time, and `order` only with those that allow it. */
export const oneFilterAtATime: InputRule<Filtering> = {
  // Whatever the values are, so that a caller sees all faults at once.
  faultsOf: (input, found) => {
    const isGiven = (field: string) => field in input || found.some(({ name }) => name === field);
    const [first, ...others] = Object.keys(filters).filter(isGiven);
    const isOrderedTwice = first !== undefined && ordered.includes(first) && isGiven('order');
    return [...others, ...(isOrderedTwice ? ['order'] : [])].map((name) => ({ name, reason: 'not-allowed' }));
  },
};

/** The filters and the order of a valid request. */
type Filtering = InputOf<typeof filters> & { readonly order?: 'newest' | undefined };

/** The requested list; undefined for names that no MISP can have. */
export function listOf({ status, expiringBefore, name, order }: Filtering): MispList | undefined {
  if (name === null) return undefined;
  if (name !== undefined) return { of: 'name', prefix: name };
  if (expiringBefore !== undefined) return { of: 'running-out', before: expiringBefore };
  return { of: status ?? 'all', order: order ?? 'oldest' };
}
