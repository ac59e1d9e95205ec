import type { Trail } from '../audit/trail.ts';
import type { MispList, MispPage, MispReads, PageRequest } from '../storage/misp-store.ts';
import { cursorListOf, fromCursor, toCursor } from './cursor.ts';
import { type NoChange, type Refusal, refuse } from './decision.ts';
import type { LicenseKeyVisibility } from './license-key-visibility.ts';
import { viewMisp } from './misp-answer.ts';
import type { MispWithLicenses } from './misp-answer-schema.ts';

/**
 * A page of a list. A first page without MISPs is "nothing found"; after a cursor it is the end of the list.
 * @param list undefined for a list that is always empty.
 * @param page with a cursor of this list.
 */
export async function answerPage(
  misps: Pick<MispReads, 'list'>,
  list: MispList | undefined,
  { limit, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  visibility: LicenseKeyVisibility,
  trails: { readonly found: Trail; readonly nothingFound: Trail },
): Promise<NoChange<readonly MispWithLicenses[]> | Refusal> {
  const cursorList = cursorListOf(list);
  const after = cursor === undefined ? undefined : fromCursor(cursor, cursorList);
  if (cursor !== undefined && after === undefined) throw new Error('A cursor of another list has passed the contract');
  const request: PageRequest = { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) };
  const page: MispPage = list === undefined ? { misps: [] } : await misps.list(list, request);
  if (page.misps.length === 0 && after === undefined) return refuse({ kind: 'nothing-found' }, trails.nothingFound);
  return {
    kind: 'no-change',
    body: page.misps.map((misp) => viewMisp(misp, visibility)),
    trail: trails.found,
    ...(page.next === undefined ? {} : { nextCursor: toCursor(cursorList, page.next) }),
  };
}
