import type { Call, Configuration } from './call.ts';
import type { Note, Step } from './expected.ts';
import { comparedName, comparedPrefix } from './names.ts';
import { shown } from './show.ts';
import type { KnownMisp, Place, World } from './world.ts';

/** Operations 7, 8 and 9: what is shown of MISPs. */

export function get(world: World, call: Call, { visibility }: Configuration): Step {
  const about = call.mispId ?? '';
  const misp = world.misps.get(about);
  if (misp === undefined) {
    return { kind: 'refused', refusal: 'unknown MISP', names: about, trail: [['117'], ['414', about]], about };
  }
  const trail: readonly Note[] = [['117'], ['118', about], ['208']];
  return { kind: 'done', outcome: 'done', response: shown(misp, visibility), trail, about };
}

export function list(world: World, call: Call, configuration: Configuration): Step {
  const places = [...world.misps.values()].map(
    (misp) => [{ list: 'registration', order: misp.createdAt, id: misp.id }, misp] as const,
  );
  return page(world, call, configuration, places, { found: [['116'], ['207']], none: [['116'], ['409']] });
}

export function find(world: World, call: Call, configuration: Configuration): Step {
  const prefix = comparedPrefix(call.orgName ?? '');
  const places = [...world.misps.values()]
    .map((misp) => [{ list: 'name', order: comparedName(misp.name), id: misp.id }, misp] as const)
    .filter(([{ order }]) => order.startsWith(prefix));
  return page(world, call, configuration, places, { found: [['119'], ['209']], none: [['119'], ['410']] });
}

/** Text in the order of its bytes, which is DynamoDB's. */
const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

function inOrder(one: Place, other: Place): number {
  const byOrder =
    typeof one.order === 'number' ? one.order - Number(other.order) : byBytes(one.order, String(other.order));
  return byOrder || byBytes(one.id, other.id);
}

function page(
  world: World,
  { query: { limit, cursor } = {} }: Call,
  { visibility }: Configuration,
  places: readonly (readonly [Place, KnownMisp])[],
  trails: { readonly found: readonly Note[]; readonly none: readonly Note[] },
): Step {
  const after = cursor === undefined ? undefined : world.cursors.get(cursor);
  const left = places
    .filter(([place]) => after === undefined || inOrder(place, after) > 0)
    .toSorted(([one], [other]) => inOrder(one, other));
  if (left.length === 0 && after === undefined) {
    return { kind: 'refused', refusal: 'nothing found', trail: trails.none };
  }
  const size = limit === undefined ? left.length : Number(limit);
  const on = left.slice(0, size);
  const last = on.at(-1)?.[0];
  const hasMore = left.length > size;
  const step: Step = {
    kind: 'done',
    outcome:
      after === undefined ? (hasMore ? 'first page' : 'all of it') : on.length === 0 ? 'past the end' : 'next page',
    response: on.map(([, misp]) => shown(misp, visibility)),
    trail: trails.found,
  };
  // A page that ends just where the list does need not know it.
  return last === undefined || left.length < size || limit === undefined
    ? step
    : { ...step, next: { place: last, open: !hasMore } };
}
