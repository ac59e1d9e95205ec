/** An item of the table of MISPs. */
export type Item = Readonly<Record<string, unknown>>;

const heldBy = ({ nameOrder }: Item) => String(nameOrder).split('\u0001')[0];

/**
 * Each MISP holds its name by an item that points back to it, under the stored normalized form; no other such items
 * exist.
 */
export function checkNames(items: readonly Item[]): readonly string[] {
  const misps = items.filter(({ pk }) => String(pk).startsWith('MISP#'));
  const holders = new Map(
    items.filter(({ pk }) => String(pk).startsWith('NAME#')).map(({ pk, mispId }) => [String(pk).slice(5), mispId]),
  );
  const unheld = misps.flatMap((misp) => {
    const name = heldBy(misp);
    const holder = holders.get(String(name));
    return holder === misp.id
      ? []
      : [`MISP ${misp.id} does not hold its name "${name}": ${holder ?? 'nobody'} holds it`];
  });
  const orphans = [...holders].flatMap(([name, mispId]) =>
    misps.some((misp) => misp.id === mispId && heldBy(misp) === name)
      ? []
      : [`The name "${name}" is held by MISP ${mispId}, which has another name`],
  );
  return [...unheld, ...orphans];
}
