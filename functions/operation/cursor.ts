import { isPossibleMispId } from '../domain/misp.ts';
import type { Position } from '../storage/misp-store.ts';
import { RejectedInput } from './rejected-input.ts';

/** A list as its cursors name it, and what can stand in it. */
export interface CursorList {
  readonly name: string;
  /** Whether an order's value can stand in this list. */
  readonly holds: (order: string) => boolean;
}

/** Writes the position behind which the next page of a list begins as an opaque cursor. */
export function toCursor({ name }: CursorList, { order, mispId }: Position): string {
  return Buffer.from(JSON.stringify([name, order, mispId]), 'utf8').toString('base64url');
}

const isPart = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed();

/**
 * Reads a cursor. It holds nothing but a position, so the worst that a forged one can do is to point to another place of
 * the same list.
 * @throws RejectedInput when it holds no such position of this list.
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
