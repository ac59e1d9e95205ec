import type { MispWithLicenses } from './documented.ts';
import { MispCallError } from './errors.ts';
import type { Result } from './result.ts';

/** What a page of a list holds. */
export interface PageContent {
  readonly misps: readonly MispWithLicenses[];
  /** The `cursor` with which the list goes on behind this page; undefined on the last. */
  readonly nextCursor: string | undefined;
}

/** One page of a list, and the request that asked for it. */
export interface MispPage extends PageContent {
  readonly requestId: string | null;
}

/**
 * A list, fetched page by page during an iteration. Each iteration starts from the beginning. An error ends it: `MispCallError`. Nothing found is
 * a list without MISPs.
 */
export interface MispList extends AsyncIterable<MispWithLicenses> {
  /** The same, page by page. A page can be empty, and others follow nevertheless. */
  pages(): AsyncIterable<MispPage>;
}

/** @param ask asks for the page at a cursor; for the first one without it. */
export function mispList(ask: (cursor: string | undefined) => Promise<Result<PageContent>>): MispList {
  async function* pages(): AsyncGenerator<MispPage> {
    let cursor: string | undefined;
    do {
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
    for await (const page of pages()) yield* page.misps;
  }
  return { pages, [Symbol.asyncIterator]: misps };
}
