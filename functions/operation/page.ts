import type { Trail } from '../audit/trail.ts';
import type { MispPage, PageRequest, Position } from '../storage/misp-store.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { type NoChange, type Refusal, refuse } from './decision.ts';
import type { LicenseKeyVisibility } from './license-key-visibility.ts';
import type { MispWithLicenses } from './misp-answer.ts';
import { viewMisp } from './misp-view.ts';

/** What list and find have in common: which page is asked for, and what a page answers. */

/**
 * The page that `limit` and `cursor` ask for.
 * @param isPosition whether an order's value can stand in this list.
 * @throws RejectedInput when the cursor is none of this list.
 */
export function pageRequest(
  input: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  isPosition: (order: string) => boolean,
): PageRequest {
  const after: Position | undefined = input.cursor === undefined ? undefined : fromCursor(input.cursor, isPosition);
  return {
    ...(input.limit === undefined ? {} : { limit: input.limit }),
    ...(after === undefined ? {} : { after }),
  };
}

/** A first page without MISPs is "nothing found"; behind a cursor it is the end of the list. */
export function answerPage(
  page: MispPage,
  request: PageRequest,
  visibility: LicenseKeyVisibility,
  trails: { readonly found: Trail; readonly nothingFound: Trail },
): NoChange<readonly MispWithLicenses[]> | Refusal {
  if (page.misps.length === 0 && request.after === undefined) {
    return refuse({ kind: 'nothing-found' }, trails.nothingFound);
  }
  return {
    kind: 'no-change',
    body: page.misps.map((misp) => viewMisp(misp, visibility)),
    trail: trails.found,
    ...(page.next === undefined ? {} : { nextCursor: toCursor(page.next) }),
  };
}
