import * as z from 'zod/mini';
import { approvalStatuses } from '../../domain/misp.ts';
import { instant, namePrefix, oneOfWords } from '../../operation/input-fields.ts';
import type { InputReason } from '../../operation/rejected-input.ts';

/** The filters of the list. Each is served by an index, so they do not go together (docs/rules.md, "Lists"). */
export const filters = {
  status: z.optional(oneOfWords(approvalStatuses)),
  expiringBefore: z.optional(instant()),
  name: z.optional(namePrefix()),
};
/** Filters whose order is their own. */
const ordered: readonly string[] = ['expiringBefore', 'name'];

/** What an input with filters must keep to as a whole: one filter at a time, and `order` only where it has a meaning. */
export function oneFilterAtATime<Input extends object>() {
  const given = (input: Input, name: string) => Reflect.get(input, name) !== undefined;
  return z.check<Input>(({ value, issues }) => {
    const [first, ...others] = Object.keys(filters).filter((name) => given(value, name));
    const isOrderedTwice = first !== undefined && ordered.includes(first) && given(value, 'order');
    for (const name of [...others, ...(isOrderedTwice ? ['order'] : [])]) {
      issues.push({ code: 'custom', message: 'not-allowed' satisfies InputReason, path: [name], input: undefined });
    }
  });
}
