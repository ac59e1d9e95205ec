import { isPossibleMispId } from '../domain/misp.ts';
import { fitsNameKey } from '../domain/organization-name.ts';
import { isPlainText } from '../domain/plain-text.ts';
import type { MispList, Position } from '../storage/misp-store.ts';
import type { InputRule } from './input.ts';

/** The requested list, which the operations name. */
export type { MispList };

/** How cursors name a list, and which positions are possible in it. */
export interface CursorList {
  readonly name: string;
  /** Whether this sort value is possible in the list. */
  readonly holds: (order: string) => boolean;
}

const isTime = (order: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(order);

/**
 * The name of a list in cursors. A cursor is valid only in its own list, or in one with the same MISPs in the same
 * order.
 * @param list undefined for a list that is always empty, which has no cursors.
 */
export function cursorListOf(list: MispList | undefined): CursorList {
  if (list === undefined) return { name: '', holds: () => false };
  switch (list.of) {
    case 'name':
      return {
        name: 'name',
        holds: (order) => order.startsWith(list.prefix) && fitsNameKey(order) && isPlainText(order),
      };
    case 'running-out': {
      const before = new Date(list.before).toISOString();
      return { name: 'running-out', holds: (order) => isTime(order) && order < before };
    }
    default:
      return { name: `${list.of} ${list.order}`, holds: isTime };
  }
}

/** Writes the position after which the next page starts, as an opaque cursor. */
export function toCursor({ name }: CursorList, { order, mispId }: Position): string {
  return Buffer.from(JSON.stringify([name, order, mispId]), 'utf8').toString('base64url');
}

const isPart = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed();

/**
 * Reads a cursor. It has only a position, so a forged one can at worst point to another place in the same list.
 * @returns undefined if it has no position of this list.
 */
export function fromCursor(cursor: string, { name, holds }: CursorList): Position | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 3) return undefined;
  const [list, order, mispId]: unknown[] = parts;
  const isOfList = list === name && isPart(order) && isPart(mispId) && isPossibleMispId(mispId) && holds(order);
  return isOfList ? { order, mispId } : undefined;
}

/**
 * The rule that a cursor is of the requested list. Whatever is wrong with `limit`, so that a caller sees all faults at
 * once; but any other fault leaves open which list is meant.
 */
export function cursorOfList<Filtering>(
  listOf: (input: Partial<Filtering>) => MispList | undefined,
): InputRule<Filtering & { readonly cursor?: string | undefined }> {
  return {
    faultsOf: (input, found) => {
      const { cursor } = input;
      if (cursor === undefined || found.some(({ name }) => name !== 'limit')) return [];
      const isOfList = fromCursor(cursor, cursorListOf(listOf(input))) !== undefined;
      return isOfList ? [] : [{ name: 'cursor', reason: 'not-allowed' }];
    },
  };
}
