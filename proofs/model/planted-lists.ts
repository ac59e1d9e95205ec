import type { Misp } from '../../functions/domain/misp.ts';
import type { OperationHandler } from '../../functions/http/operation-handler.ts';
import type { MispList, MispStore } from '../../functions/storage/misp-store.ts';
import type { PlantedFault } from '../proof.ts';
import { transacting } from '../transacting.ts';
import { passThrough } from './pass-through.ts';
import { after, committing, planted } from './plant.ts';
import type { Mutation } from './proving-ground.ts';

/** The store gets a request for another list. */
const listing = (change: (list: MispList) => MispList): Mutation => ({
  store: (store: MispStore) => ({ ...passThrough(store), list: (list, page) => store.list(change(list), page) }),
});

type Query = Readonly<Record<string, string | undefined>>;

/** The list gets a different query from the one that was sent. */
const asking = (change: (query: Query) => Query): Mutation => ({
  operations: (bound) => {
    const list: OperationHandler = (event, context) =>
      bound['list-misps']({ ...event, queryStringParameters: change(event.queryStringParameters ?? {}) }, context);
    return { ...bound, 'list-misps': list };
  },
});

/** The name of the requested list in cursors; undefined for the list by name. */
function listNameOf({ status, expiringBefore, name, order }: Query): string | undefined {
  if (name !== undefined) return undefined;
  if (expiringBefore !== undefined) return 'running-out';
  const word = ['Inprogress', 'approved', 'rejected'].find((one) => one.toLowerCase() === status?.toLowerCase());
  return `${word ?? 'all'} ${order?.toLowerCase() ?? 'oldest'}`;
}

/** A cursor renamed to the requested list, whichever it is from. */
function renamed(query: Query): Query {
  const name = listNameOf(query);
  const [, list, position] = /^\["([^"]*)",(.*)$/.exec(Buffer.from(query.cursor ?? '', 'base64url').toString()) ?? [];
  if (list === undefined || name === undefined) return query;
  return { ...query, cursor: Buffer.from(`["${name}",${position}`).toString('base64url') };
}

/** Without the name, if there is also a status. */
function withoutName({ name, ...query }: Query): Query {
  const isSecond = query.status !== undefined && query.expiringBefore === undefined;
  return isSecond || name === undefined ? query : { ...query, name };
}

const turned = <List extends MispList>(list: List): List =>
  'order' in list ? { ...list, order: list.order === 'newest' ? 'oldest' : 'newest' } : list;

/** When the MISP would run out if its activity did not matter. */
function endOf({ status, licenses }: Misp): string | undefined {
  const ends = licenses.filter(({ isSwitchedOn }) => isSwitchedOn).map(({ validTo }) => validTo);
  return status === 'approved' && ends.length > 0 ? new Date(Math.max(...ends)).toISOString() : undefined;
}

/** A store that keeps a de-activated MISP in the index of those that run out. */
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

/** Any fault of a page. */
const WRONG_PAGE = '(response[.\\w]*|errors[.\\w]*|metadata[.\\w]*) is .*';
const ofList = (asked: string, difference: string) => after(`list-misps [^\\n]*${asked}`, difference);

/** Either the list is served, or this parameter is missing among the faults of the request. */
const servedWithout = (parameter: string) =>
  `(status is 200, must be 400|errors\\.\\d is .* must be "[^"]* - ${parameter}")`;

/** Mistakes in lists, their membership and their parameters. */
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
    'an order that is ignored',
    ofList('"order"', 'response\\.0[.\\w]* is .*'),
    listing((list) => ('order' in list ? { ...list, order: 'oldest' } : list)),
  ),
  planted(
    'a de-active MISP that stays in the list of those that run out',
    after('update-misp-status [^\\n]*must be: de-active', 'table: MISP#\\S+\\.runsOut is .*, must be nothing'),
    keepingDeactive(),
  ),
  planted(
    'an activation without its time',
    after('update-misp-status [^\\n]*must be: active', 'table: MISP#\\S+\\.activeSince is .*'),
    committing((before, changed) =>
      before === undefined ? {} : { after: { ...changed, activeSince: before.activeSince } },
    ),
  ),
  planted('a cursor that every list accepts', ofList('"cursor"', servedWithout('cursor')), asking(renamed)),
  planted('a second filter that is ignored', ofList('"name"', servedWithout('name')), asking(withoutName)),
];
