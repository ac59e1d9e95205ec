import type { ServiceDriver } from '../../test/scenarios/service-driver.ts';
import type { Shown, WalkedList } from './walked-list.ts';

export interface Page {
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly shown: readonly Shown[];
}

/** All pages of a list, first to last. */
export interface Walk {
  readonly list: WalkedList;
  readonly limit: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly pages: readonly Page[];
  /** Why it did not reach the end. */
  readonly failure?: string;
}

/** More than any walk takes here. */
const MAX_PAGES = 300;
const NOTHING_FOUND = ['PMS_MSP_409', 'PMS_MSP_410'];

interface PageBody {
  readonly response: readonly Shown[] | null;
  readonly errors: readonly { readonly errorCode: string }[];
  readonly metadata: { readonly nextCursor?: string } | null;
}

/** Walks through a list page by page. @param onPage called with every page. */
export async function walk(
  driver: Pick<ServiceDriver, 'send'>,
  list: WalkedList,
  limit: number,
  onPage: (page: Page) => void,
): Promise<Walk> {
  const startedAt = performance.now();
  const pages: Page[] = [];
  const end = (failure?: string): Walk => {
    const outcome = failure === undefined ? {} : { failure };
    return { list, limit, startedAt, endedAt: performance.now(), pages, ...outcome };
  };
  for (let cursor: string | undefined; pages.length < MAX_PAGES; ) {
    const askedAt = performance.now();
    const query = `&limit=${limit}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { status, body } = await driver.send({ method: 'GET', path: list.path + query });
    const { response, errors, metadata }: PageBody = body;
    const [error] = errors;
    if (error !== undefined) {
      if (cursor === undefined && NOTHING_FOUND.includes(error.errorCode)) return end();
      return end(`page ${pages.length + 1} was answered ${status} ${error.errorCode}`);
    }
    const page = { askedAt, answeredAt: performance.now(), shown: response ?? [] };
    pages.push(page);
    onPage(page);
    cursor = metadata?.nextCursor;
    if (cursor === undefined) return end();
  }
  return end(`it did not end within ${MAX_PAGES} pages`);
}
