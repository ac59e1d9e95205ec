import type { MispWithLicenses } from './documented.ts';
import { MispCallError } from './errors.ts';
import type { Result } from './result.ts';

/** The content of a page. */
export interface PageContent {
  readonly misps: readonly MispWithLicenses[];
  /** The `cursor` of the next page; undefined on the last. */
  readonly nextCursor: string | undefined;
}

/** A page of a list, with the id of its request. */
export interface MispPage extends PageContent {
  readonly requestId: string | null;
}

/**
 * A list, fetched page by page during iteration. Each iteration starts from the beginning. An error is thrown as
 * `MispCallError`. If nothing is found, the list is empty.
 */
export interface MispList extends AsyncIterable<MispWithLicenses> {
  /** Iterates over pages. More pages can follow an empty one. */
  pages(): AsyncIterable<MispPage>;
}

/**
 * @param ask fetches the page at a cursor, or the first one.
 * @param start the cursor of the first page; undefined for the beginning.
 * @param signal ends the list within a page, too.
 */
export function mispList(
  ask: (cursor: string | undefined) => Promise<Result<PageContent>>,
  start: string | undefined,
  signal: AbortSignal | undefined,
): MispList {
  async function* pages(): AsyncGenerator<MispPage> {
    const asked = new Set<string | undefined>();
    let cursor = start;
    do {
      // A cache in between may answer with an earlier page.
      if (asked.has(cursor)) throw new Error('The list has the same cursor twice');
      asked.add(cursor);
      const result = await ask(cursor);
      if (!result.ok) {
        if (result.error.kind === 'nothing-found') return;
        throw new MispCallError(result.error);
      }
      yield { ...result.value, requestId: result.requestId };
      cursor = result.value.nextCursor;
    } while (cursor !== undefined);
  }
  async function* misps(): AsyncGenerator<MispWithLicenses> {
    for await (const page of pages()) {
      for (const misp of page.misps) {
        signal?.throwIfAborted();
        yield misp;
      }
    }
  }
  return { pages, [Symbol.asyncIterator]: misps };
}
