import type { Misp } from '../../functions/domain/misp.ts';
import type { OperationHandler } from '../../functions/http/operation-handler.ts';
import type { MispList, MispStore } from '../../functions/storage/misp-store.ts';
import type { PlantedFault } from '../proof.ts';
import { transacting } from '../transacting.ts';
import { passingOn } from './passing-on.ts';
import { after, committing, planted } from './plant.ts';
import type { Mutation } from './proving-ground.ts';

/** The store, asked for another list than the operation asks for. */
const listing = (change: (list: MispList) => MispList): Mutation => ({
  store: (store: MispStore) => ({ ...passingOn(store), list: (list, page) => store.list(change(list), page) }),
});

type Query = Readonly<Record<string, string | undefined>>;

/** The list, given another query than the one that was sent. */
const asking = (change: (query: Query) => Query): Mutation => ({
  operations: (bound) => {
    const list: OperationHandler = (event, context) =>
      bound['list-misps']({ ...event, queryStringParameters: change(event.queryStringParameters ?? {}) }, context);
    return { ...bound, 'list-misps': list };
  },
});

/** The name that cursors of the list have that is asked for; undefined where a name is asked for. */
function listNameOf({ status, expiringBefore, name, order }: Query): string | undefined {
  if (name !== undefined) return undefined;
  if (expiringBefore !== undefined) return 'running-out';
  const word = ['Inprogress', 'approved', 'rejected'].find((one) => one.toLowerCase() === status?.toLowerCase());
  return `${word ?? 'all'} ${order?.toLowerCase() ?? 'oldest'}`;
}

/** A cursor with the name of the list in it that is asked for, whichever it is from. */
function renamed(query: Query): Query {
  const name = listNameOf(query);
  const [, list, position] = /^\["([^"]*)",(.*)$/.exec(Buffer.from(query.cursor ?? '', 'base64url').toString()) ?? [];
  if (list === undefined || name === undefined) return query;
  return { ...query, cursor: Buffer.from(`["${name}",${position}`).toString('base64url') };
}

/** Without a name that stands beside a status. */
function withoutName({ name, ...query }: Query): Query {
  const isSecond = query.status !== undefined && query.expiringBefore === undefined;
  return isSecond || name === undefined ? query : { ...query, name };
}

const turned = <List extends MispList>(list: List): List =>
  'order' in list ? { ...list, order: list.order === 'newest' ? 'oldest' : 'newest' } : list;

/** Where the MISP would run out if its activity did not matter. */
function endOf({ status, licenses }: Misp): string | undefined {
  const ends = licenses.filter(({ isSwitchedOn }) => isSwitchedOn).map(({ validTo }) => validTo);
  return status === 'approved' && ends.length > 0 ? new Date(Math.max(...ends)).toISOString() : undefined;
}

/** The index of what runs out does not let go of a MISP that is de-activated. */
function keepingDeactive(): Mutation {
  const ends = new Map<unknown, string | undefined>();
  return {
    ...committing((_before, changed) => {
      ends.set(changed.id, endOf(changed));
      return {};
    }),
    client: transacting((input) => ({
      ...input,
      TransactItems: input.TransactItems?.map((action) => {
        const item = action.Put?.Item;
        const end = ends.get(item?.id);
        if (action.Put === undefined || item?.isActive !== false || end === undefined) return action;
        return { Put: { ...action.Put, Item: { ...item, runsOut: `${end}\u0001${item.id}` } } };
      }),
    })),
  };
}

/** What a page must not be, whatever of it is wrong. */
const WRONG_PAGE = '(response[.\\w]*|errors[.\\w]*|metadata[.\\w]*) is .*';
const ofList = (asked: string, difference: string) => after(`list-misps [^\\n]*${asked}`, difference);

/** Mistakes of lists, of what decides who is in them, and of what may be asked for. */
export const plantedLists: readonly PlantedFault[] = [
  planted(
    'an expiringBefore that includes the bound',
    ofList('"expiringBefore"', WRONG_PAGE),
    listing((list) => (list.of === 'running-out' ? { ...list, before: list.before + 1 } : list)),
  ),
  planted(
    'a list by status that is read from the wrong end',
    ofList('"status"', 'response\\.0[.\\w]* is .*'),
    listing((list) => (list.of === 'all' ? list : turned(list))),
  ),
  planted(
    'an order that nobody looks at',
    ofList('"order"', 'response\\.0[.\\w]* is .*'),
    listing((list) => ('order' in list ? { ...list, order: 'oldest' } : list)),
  ),
  planted(
    'a de-active MISP that stays among those that run out',
    after('update-misp-status [^\\n]*must be: de-active', 'table: MISP#\\S+\\.runsOut is .*, must be nothing'),
    keepingDeactive(),
  ),
  planted(
    'an activation that leaves no time',
    after('update-misp-status [^\\n]*must be: active', 'table: MISP#\\S+\\.activeSince is .*'),
    committing((before, changed) =>
      before === undefined ? {} : { after: { ...changed, activeSince: before.activeSince } },
    ),
  ),
  planted(
    'a cursor that any list takes',
    ofList('must be: cursor of another list', 'status is 200, must be 400'),
    asking(renamed),
  ),
  planted(
    'a second filter that is overlooked',
    ofList('must be: two filters', 'status is 200, must be 400'),
    asking(withoutName),
  ),
];
