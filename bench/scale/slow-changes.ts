import { median } from '../../test/support/statistics.ts';
import { figure } from '../markdown.ts';
import type { SizeMeasure } from './size-measure.ts';

/** The most that a rotation or a change of validity may take, as a share of the time of an approval. */
export const MOST_OF_APPROVAL = 1.1;

const COMPARED = ['rotate-license-key', 'change-license-validity'];

/** A change of a licence, and its median time as a share of an approval's, at the size where this is largest. */
export interface ShareOfApproval {
  readonly operation: string;
  readonly share: number;
}

/**
 * Compares the successes of operations that make the same calls as an approval. Each round takes one of each in turn, so other work
 * on the machine slows all of them alike.
 * @throws Error if one of them was not measured at every size.
 */
export function sharesOfApproval(sizes: readonly SizeMeasure[]): readonly ShareOfApproval[] {
  const medianOf = ({ cases }: SizeMeasure, operation: string, outcome: string) =>
    median(
      cases.flatMap(({ measured, latencies }) =>
        measured.operation === operation && measured.outcome === outcome ? latencies : [],
      ),
    );
  return COMPARED.map((operation) => {
    const shares = sizes.map(
      (size) => medianOf(size, operation, 'done') / medianOf(size, 'process-misp-status', 'approved'),
    );
    return { operation, share: Math.max(...shares) };
  });
}

/** The changes that take longer than they may, each in a sentence. */
export const slowChanges = (shares: readonly ShareOfApproval[]): readonly string[] =>
  shares
    .filter(({ share }) => !(share <= MOST_OF_APPROVAL))
    .map(
      ({ operation, share }) =>
        `${operation} takes ${figure(share, 2)} times as long as an approval; the bound is ${figure(MOST_OF_APPROVAL, 2)}.`,
    );
