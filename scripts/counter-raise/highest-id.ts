/** The largest number that can be counted up from without losing ones. */
export const MAX_ID = Number.MAX_SAFE_INTEGER - 1;

/** The highest of the ids that the counter can have drawn; 0 when there is none. Imported ids may be any text. */
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
