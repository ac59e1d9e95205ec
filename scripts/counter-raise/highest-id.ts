import { LAST_COUNTED_ID } from '../../functions/domain/misp.ts';

/** The largest id after which the counter can draw another one. */
export const MAX_ID = LAST_COUNTED_ID - 1;

/**
 * The highest id that the counter can have issued; 0 if there is none. Ignores other ids, of items that the service did
 * not write: they may be any text.
 */
export function highestId(ids: Iterable<string>): number {
  let highest = 0;
  for (const id of ids) {
    const number = numberOf(id);
    if (number !== undefined && number > highest) highest = number;
  }
  return highest;
}

function numberOf(id: string): number | undefined {
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : undefined;
  return number !== undefined && number <= MAX_ID ? number : undefined;
}
