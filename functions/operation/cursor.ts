import { isPossibleMispId } from '../domain/misp.ts';
import type { Position } from '../storage/misp-store.ts';
import { RejectedInput } from './rejected-input.ts';

/** How cursors name a list, and which positions are possible in it. */
export interface CursorList {
  readonly name: string;
  /** Whether this sort value is possible in the list. */
  readonly holds: (order: string) => boolean;
}

/** Writes the position after which the next page starts, as an opaque cursor. */
export function toCursor({ name }: CursorList, { order, mispId }: Position): string {
  return Buffer.from(JSON.stringify([name, order, mispId]), 'utf8').toString('base64url');
}

const isPart = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed();

/**
 * Reads a cursor. It has only a position, so a forged one can at worst point to another place in the same list.
 * @throws RejectedInput if it has no position of this list.
 */
export function fromCursor(cursor: string, { name, holds }: CursorList): Position {
  const rejected = new RejectedInput({ in: 'query', name: 'cursor', reason: 'not-allowed' });
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw rejected;
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw rejected;
  const [list, order, mispId]: unknown[] = parts;
  if (list !== name || !isPart(order) || !isPart(mispId) || !isPossibleMispId(mispId) || !holds(order)) throw rejected;
  return { order, mispId };
}
