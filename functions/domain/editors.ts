import { createHash } from 'node:crypto';
import type { Misp } from './misp.ts';

/**
 * The people who registered a MISP, or changed its profile since it was last approved or rejected (docs/rules.md,
 * "Separation of duties"). Only hashes of user ids are kept, at most this many; one more stands for all others.
 */
export const MAX_EDITORS = 20;

const hashOf = (userId: string) => createHash('sha256').update(userId).digest('hex');

/** The editors with one more. */
export function withEditor(editors: readonly string[], userId: string): readonly string[] {
  const hash = hashOf(userId);
  return editors.includes(hash) ? editors : [...editors, hash].slice(0, MAX_EDITORS + 1);
}

/** The editors of a MISP that does not name them: the callers who created it and last changed it. */
export function inferredEditors({ createdBy, updatedBy }: Pick<Misp, 'createdBy' | 'updatedBy'>): readonly string[] {
  const editors = withEditor([], createdBy);
  return updatedBy === null ? editors : withEditor(editors, updatedBy);
}

/**
 * Whether somebody edited the MISP, or may have: its registrar counts forever, an editor until the next decision. With
 * too many editors, anybody may have.
 */
export function mayHaveEdited({ editors, createdBy }: Pick<Misp, 'editors' | 'createdBy'>, userId: string): boolean {
  return createdBy === userId || editors.length > MAX_EDITORS || editors.includes(hashOf(userId));
}
