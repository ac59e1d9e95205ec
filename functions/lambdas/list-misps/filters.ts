import * as z from 'zod/mini';
import { LAST_INSTANT } from '../../domain/date-times.ts';
import { type ApprovalStatus, approvalStatuses, type Instant } from '../../domain/misp.ts';
import type { MispList } from '../../operation/cursor.ts';
import { instant, namePrefix, oneOfWords } from '../../operation/input-fields.ts';
import type { InputReason } from '../../operation/rejected-input.ts';

/** Outside this range the text of a time does not sort like the time. */
const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z');
const outOfRange = { error: 'out-of-range' satisfies InputReason };

/** A point in time for a query of an index. */
const boundInTime = () =>
  z.pipe(instant(), z.number().check(z.minimum(EARLIEST, outOfRange), z.maximum(LAST_INSTANT, outOfRange)));

/** The filters of the list. Each is served by an index, so they do not go together (docs/rules.md, "Lists"). */
export const filters = {
  status: z.optional(oneOfWords(approvalStatuses)),
  expiringBefore: z.optional(boundInTime()),
  name: z.optional(namePrefix()),
};

/** Filters with a fixed order. */
const ordered: readonly string[] = ['expiringBefore', 'name'];

/** The rule for filters as a whole: one filter at a time, and `order` only with those that allow it. */
export function oneFilterAtATime<Input extends object>() {
  const given = (input: Input, name: string) => Reflect.get(input, name) !== undefined;
  return z.check<Input>(
    ({ value, issues }) => {
      const [first, ...others] = Object.keys(filters).filter((name) => given(value, name));
      const isOrderedTwice = first !== undefined && ordered.includes(first) && given(value, 'order');
      for (const name of [...others, ...(isOrderedTwice ? ['order'] : [])]) {
        issues.push({ code: 'custom', message: 'not-allowed' satisfies InputReason, path: [name], input: undefined });
      }
    },
    // Whatever the values are, so that a caller sees all faults at once.
    { when: () => true },
  );
}

/** What the filters and the order of a valid request may hold. */
interface Filtering {
  readonly status?: ApprovalStatus | undefined;
  readonly expiringBefore?: Instant | undefined;
  readonly name?: string | null | undefined;
  readonly order?: 'newest' | undefined;
}

/** The requested list; undefined for names that no MISP can have. */
export function listOf({ status, expiringBefore, name, order }: Filtering): MispList | undefined {
  if (name === null) return undefined;
  if (name !== undefined) return { of: 'name', prefix: name };
  if (expiringBefore !== undefined) return { of: 'running-out', before: expiringBefore };
  return { of: status ?? 'all', order: order ?? 'oldest' };
}
