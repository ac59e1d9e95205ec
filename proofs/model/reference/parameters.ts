import type { Asked } from './call.ts';
import { timeOf } from './times.ts';

/** The query besides the cursor: a limit and the filters of the list. */

export const statuses = ['Inprogress', 'approved', 'rejected'] as const;

/** The query parameters that the operation uses. */
const parametersOf = ({ operation, query = {} }: Asked): Readonly<Record<string, string | undefined>> =>
  operation === 'list-misps' ? query : { limit: query.limit };

/** Query parameters that are invalid in themselves. */
export function wrongParameters(asked: Asked): readonly string[] {
  const { limit, status, expiringBefore, order } = parametersOf(asked);
  const isLimit = limit === undefined || (/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 500);
  const isStatus = status === undefined || statuses.some((word) => word.toLowerCase() === status.toLowerCase());
  return [
    ...(isStatus ? [] : ['status']),
    ...(expiringBefore === undefined || !Number.isNaN(timeOf(expiringBefore)) ? [] : ['expiringBefore']),
    ...(order === undefined || order.toLowerCase() === 'newest' ? [] : ['order']),
    ...(isLimit ? [] : ['limit']),
  ];
}

/** Parameters that exclude each other: filters after the first, and an order beside a filter with its own. */
export function conflictingParameters(asked: Asked): readonly string[] {
  const { status, expiringBefore, name, order } = parametersOf(asked);
  const filters = Object.entries({ status, expiringBefore, name }).filter(([, value]) => value !== undefined);
  const [first, ...more] = filters.map(([filter]) => filter);
  const isOrderTooMuch = order !== undefined && first !== undefined && first !== 'status';
  return [...more, ...(isOrderTooMuch ? ['order'] : [])];
}
