import type { Trail } from '../audit/trail.ts';
import { fitsNameKey } from '../domain/organization-name.ts';
import { isPlainText } from '../domain/plain-text.ts';
import type { MispList, MispPage, MispReads, PageRequest } from '../storage/misp-store.ts';
import { type CursorList, fromCursor, toCursor } from './cursor.ts';
import { type NoChange, type Refusal, refuse } from './decision.ts';
import type { LicenseKeyVisibility } from './license-key-visibility.ts';
import { type MispWithLicenses, viewMisp } from './misp-answer.ts';

/** The common part of list and find: the requested list, a page of it, and the answer. */
export type { MispList };

const isTime = (order: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(order);

/**
 * The name of a list in cursors. A cursor is valid only in its own list, or in one with the same MISPs in the same
 * order.
 */
export function cursorListOf(list: MispList): CursorList {
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

/**
 * A page of a list. A first page without MISPs is "nothing found"; after a cursor it is the end of the list.
 * @param list undefined for a list that is always empty.
 * @throws RejectedInput if the cursor is not of this list.
 */
export async function answerPage(
  misps: Pick<MispReads, 'list'>,
  list: MispList | undefined,
  { limit, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  visibility: LicenseKeyVisibility,
  trails: { readonly found: Trail; readonly nothingFound: Trail },
): Promise<NoChange<readonly MispWithLicenses[]> | Refusal> {
  const cursorList = list === undefined ? NO_LIST : cursorListOf(list);
  const after = cursor === undefined ? undefined : fromCursor(cursor, cursorList);
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

const NO_LIST: CursorList = { name: '', holds: () => false };
