import { LIST_PARTITION, mispKey, orderKey } from './keys.ts';
import type { MispList, Position } from './misp-store.ts';
import { type IndexName, indexes, MISPS_KEY } from './table-schema.ts';

/** The parts of a Query that depend on the list. */
export interface ListQuery {
  readonly IndexName: IndexName;
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, string>>;
  readonly ScanIndexForward?: false;
  readonly ExclusiveStartKey?: Readonly<Record<string, string>>;
}

/** The partition of a list, and the condition on its sort keys. */
interface Range {
  readonly index: IndexName;
  readonly partition: string;
  readonly condition?: readonly [expression: string, value: string];
  readonly isBackwards?: boolean;
}

function rangeOf(list: MispList): Range {
  switch (list.of) {
    case 'name': {
      const { prefix } = list;
      const range = { index: 'by-name', partition: LIST_PARTITION } as const;
      return prefix === '' ? range : { ...range, condition: ['begins_with(#sort, :sort)', prefix] };
    }
    case 'running-out':
      return {
        ...{ index: 'by-running-out', partition: LIST_PARTITION },
        condition: ['#sort < :sort', new Date(list.before).toISOString()],
      };
    case 'all':
      return { index: 'by-registration', partition: LIST_PARTITION, isBackwards: list.order === 'newest' };
    default:
      return { index: 'by-status', partition: list.of, isBackwards: list.order === 'newest' };
  }
}

/**
 * The Query of a list.
 * @param after the position after which it starts. The key is rebuilt from it: a caller's text never becomes a key.
 */
export function listQuery(list: MispList, after: Position | undefined): ListQuery {
  const { index, partition, condition, isBackwards } = rangeOf(list);
  const { partition: partitionKey, sort } = indexes[index];
  const [expression, value] = condition ?? [];
  return {
    IndexName: index,
    KeyConditionExpression: ['#partition = :partition', ...(expression === undefined ? [] : [expression])].join(
      ' AND ',
    ),
    ExpressionAttributeNames: { '#partition': partitionKey, ...(expression === undefined ? {} : { '#sort': sort }) },
    ExpressionAttributeValues: { ':partition': partition, ...(value === undefined ? {} : { ':sort': value }) },
    ...(isBackwards ? { ScanIndexForward: false } : {}),
    ...(after === undefined
      ? {}
      : {
          ExclusiveStartKey: {
            [MISPS_KEY]: mispKey(after.mispId),
            [partitionKey]: partition,
            [sort]: orderKey(after.order, after.mispId),
          },
        }),
  };
}
