import type { Asked, Call, Configuration } from './call.ts';
import type { Note, Step } from './expected.ts';
import { runsOutAt } from './licenses.ts';
import { comparedName, comparedPrefix } from './names.ts';
import { statuses } from './parameters.ts';
import { shown } from './show.ts';
import { timeOf } from './times.ts';
import type { KnownMisp, ListName, Place, World } from './world.ts';

/** Operations 7, 8 and 9: showing MISPs. */

export function get(world: World, call: Call, { visibility }: Configuration): Step {
  const about = call.mispId ?? '';
  const misp = world.misps.get(about);
  if (misp === undefined) {
    return { kind: 'refused', refusal: 'unknown MISP', names: about, trail: [['117'], ['414', about]], about };
  }
  const trail: readonly Note[] = [['117'], ['118', about], ['208']];
  return { kind: 'done', outcome: 'done', response: shown(misp, visibility), trail, about };
}

/** A requested list. */
interface AskedList {
  readonly name: ListName;
  /** The place of a MISP in it; undefined if it is not in it. */
  readonly orderOf: (misp: KnownMisp) => string | number | undefined;
  /** Whether the requested part of the list contains this place. */
  readonly holds?: (order: string | number) => boolean;
}

const ofNames = (prefix: string): AskedList => ({
  ...{ name: 'name', orderOf: ({ name }) => comparedName(name) },
  holds: (order) => String(order).startsWith(comparedPrefix(prefix)),
});

/** The list of a request with valid filters. */
function askedList({ operation, orgName = '', query = {} }: Asked): AskedList {
  if (operation === 'find-misps-by-name') return ofNames(orgName);
  const { status, expiringBefore, name, order } = query;
  if (name !== undefined) return ofNames(name);
  if (expiringBefore !== undefined) {
    const before = timeOf(expiringBefore);
    return { name: 'running out', orderOf: runsOutAt, holds: (at) => Number(at) < before };
  }
  const word = statuses.find((one) => one.toLowerCase() === status?.toLowerCase());
  return {
    name: `${word ?? 'all'}${order === undefined ? '' : (', newest' as const)}`,
    orderOf: ({ approval, createdAt }) => (word === undefined || approval === word ? createdAt : undefined),
  };
}

/** Whether a cursor was handed out for this list, and lies in the requested part of it. */
export function isCursorOf({ cursors }: World, asked: Asked, cursor: string): boolean {
  const { name, holds = () => true } = askedList(asked);
  const place = cursors.get(cursor);
  return place?.list === name && holds(place.order);
}

/** Names the list in the figures; a search has only one. */
function kindOf({ operation }: Call, name: ListName): string {
  if (operation === 'find-misps-by-name') return '';
  return `${name.replace(/^(Inprogress|approved|rejected)/, 'of a status')}: `;
}

export function list(world: World, call: Call, configuration: Configuration): Step {
  return page(world, call, configuration, { found: [['116'], ['207']], none: [['116'], ['409']] });
}

export function find(world: World, call: Call, configuration: Configuration): Step {
  return page(world, call, configuration, { found: [['119'], ['209']], none: [['119'], ['410']] });
}

/** Text in the order of its bytes, as DynamoDB sorts. */
const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

function inOrder(one: Place, other: Place): number {
  const byOrder =
    typeof one.order === 'number' ? one.order - Number(other.order) : byBytes(one.order, String(other.order));
  return byOrder || byBytes(one.id, other.id);
}

function page(
  world: World,
  call: Call,
  { visibility }: Configuration,
  trails: { readonly found: readonly Note[]; readonly none: readonly Note[] },
): Step {
  const { limit, cursor } = call.query ?? {};
  const { name, orderOf, holds = () => true } = askedList(call);
  const inList = name.endsWith('newest') ? (one: Place, other: Place) => inOrder(other, one) : inOrder;
  const kind = kindOf(call, name);
  const after = cursor === undefined ? undefined : world.cursors.get(cursor);
  const remaining = [...world.misps.values()]
    .flatMap((misp): readonly (readonly [Place, KnownMisp])[] => {
      const order = orderOf(misp);
      return order === undefined || !holds(order) ? [] : [[{ list: name, order, id: misp.id }, misp]];
    })
    .filter(([place]) => after === undefined || inList(place, after) > 0)
    .toSorted(([one], [other]) => inList(one, other));
  if (remaining.length === 0 && after === undefined) {
    return { kind: 'refused', refusal: 'nothing found', outcome: `${kind}nothing found`, trail: trails.none };
  }
  const size = limit === undefined ? remaining.length : Number(limit);
  const on = remaining.slice(0, size);
  const last = on.at(-1)?.[0];
  const hasMore = remaining.length > size;
  const which =
    after === undefined ? (hasMore ? 'first page' : 'all of it') : on.length === 0 ? 'past the end' : 'next page';
  const step: Step = {
    kind: 'done',
    outcome: `${kind}${which}`,
    response: on.map(([, misp]) => shown(misp, visibility)),
    trail: trails.found,
  };
  // A page that ends exactly at the end of the list may not know that nothing follows.
  return last === undefined || remaining.length < size || limit === undefined
    ? step
    : { ...step, next: { place: last, open: !hasMore } };
}
