import { isPossibleMispId } from '../domain/misp.ts';
import type { Position } from '../storage/misp-store.ts';
import { RejectedInput } from './rejected-input.ts';

/** Writes the position behind which the next page begins as an opaque cursor. */
export function toCursor({ order, mispId }: Position): string {
  return Buffer.from(JSON.stringify([order, mispId]), 'utf8').toString('base64url');
}

const isPart = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed();

/**
 * Reads a cursor. It holds nothing but a position, so the worst that a forged one can do is to point to another place of
 * the same list.
 * @param isPosition whether the order's value can stand in this list.
 * @throws RejectedInput when it does not hold such a position.
 */
export function fromCursor(cursor: string, isPosition: (order: string) => boolean): Position {
  const rejected = new RejectedInput({ in: 'query', name: 'cursor', reason: 'not-allowed' });
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw rejected;
  }
  if (!Array.isArray(parts) || parts.length !== 2) throw rejected;
  const [order, mispId]: unknown[] = parts;
  if (!isPart(order) || !isPart(mispId) || !isPossibleMispId(mispId) || !isPosition(order)) throw rejected;
  return { order, mispId };
}
