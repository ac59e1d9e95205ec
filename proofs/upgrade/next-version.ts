import { functionNames } from '../../lib/functions/function-names.ts';
import { mutatedBundles, refuseUnread, type SourceMutation } from '../mutated-assembly.ts';
import { policiesOf, type Resource, type ServiceVersion, type Template } from './service-version.ts';

/**
 * A made-up version, from the present sources: a person who edited a MISP since its last decision must not approve it.
 * So it has one more attribute (shape 2), one more event (catalogue 2) and one more grant, for an item that each
 * decision writes. It also considers names equal that differ only in full stops.
 */

const SHAPES = 'functions/storage/item-shapes.ts';
const STORE = 'functions/storage/dynamodb-misp-store.ts';
const CHANGES = 'functions/domain/change-of-misp.ts';
const MOVING = 'functions/domain/transition.ts';
const DECIDING = 'functions/lambdas/process-misp-status/process-misp-status.ts';
const READERS = 'functions/audit/row-readers.ts';

/** The function that needs the new grant. */
export const DECIDER = 'process-misp-status';
/** The trail of the new event: digits as in audit-sequences.ts. */
export const newTrails = [`${DECIDER} PMS_MSP_405: 104,104,470`];
const NEW_ITEMS = 'DECISION#';

export const writesShape2: SourceMutation = {
  file: SHAPES,
  find: '    shape: 1,\n',
  put: '    shape: 2,\n    readableAs: 1,\n    ...(misp.touchedBy === undefined ? {} : { touchedBy: misp.touchedBy }),\n',
};
export const readsShapes: SourceMutation = {
  file: SHAPES,
  find: 'new Map([[1, readShape1]])',
  put: 'new Map([[1, readShape1], [2, (item) => ({ ...readShape1(item), touchedBy: item.touchedBy })]])',
};
const readsRows: SourceMutation = {
  file: READERS,
  find: 'new Map([[1, { catalog, allowedEvents }]])',
  put: `new Map([
    [1, { catalog, allowedEvents }],
    [2, {
      catalog: { ...catalog, '470': { ...catalog['405'], eventId: 'PMS_MSP_470' } },
      allowedEvents: {
        ...allowedEvents,
        '${DECIDER}': { ...allowedEvents['${DECIDER}'], records: [...allowedEvents['${DECIDER}'].records, '470'] },
      },
    }],
  ])`,
};

const mutations: readonly SourceMutation[] = [
  writesShape2,
  readsShapes,
  readsRows,
  { file: 'functions/audit/catalog-version.ts', find: 'CATALOG_VERSION = 1', put: 'CATALOG_VERSION = 2' },
  { file: 'functions/domain/organization-name.ts', find: '.replace(/\\s+/gu,', put: '.replace(/[\\s.]+/gu,' },
  { file: CHANGES, find: '    licenses: [],\n', put: '    licenses: [],\n    touchedBy: [by.userId],\n' },
  {
    file: MOVING,
    find: '(profile.name === misp.name ? { normalizedName } : {})',
    put: '(profile.name === misp.name ? { normalizedName } : {}), touchedBy: misp.touchedBy && [...misp.touchedBy, stamp.by.userId]',
  },
  {
    file: MOVING,
    find: 'changed(misp, { ...standingIn(to), ...what }, stamp)',
    put: 'changed(misp, { ...standingIn(to), ...(standingIn(to).status === misp.status ? {} : { touchedBy: [] }), ...what }, stamp)',
  },
  {
    file: MOVING,
    find: "return refused('another-person-needed');\n",
    // If old code wrote the MISP last, its editors are unknown: then nobody may approve it.
    put: `return refused('another-person-needed');
  if (misp.touchedBy === undefined || misp.touchedBy.includes(stamp.by.userId)) return refused('edited');\n`,
  },
  {
    file: DECIDING,
    find: "  'too-many-licenses': (id) =>",
    put: "  edited: (id) => [{ kind: 'misp-not-active' }, ['470', id]],\n  'too-many-licenses': (id) =>",
  },
  {
    file: STORE,
    find: '...movesPointers(before, after, misps),\n        { Put: { TableName: outbox, Item: row } },\n',
    put: `...movesPointers(before, after, misps),
        { Put: { TableName: outbox, Item: row } },
        ...(row.id.startsWith('${DECIDER}#')
          ? [{ Put: { TableName: misps, Item: { pk: '${NEW_ITEMS}' + after.id } } }]
          : []),\n`,
  },
];

/**
 * Builds the made-up next version.
 * @param without differences that it lacks.
 * @param mistakes mutations that make it wrong.
 * @throws Error if something to change is no longer in the sources.
 */
export async function nextVersion(
  { template }: ServiceVersion,
  without: readonly SourceMutation[] = [],
  mistakes: readonly SourceMutation[] = [],
): Promise<ServiceVersion> {
  const all = [...mutations.filter((mutation) => !without.includes(mutation)), ...mistakes];
  const { bundles, found } = await mutatedBundles(functionNames, all);
  refuseUnread(all, [found]);
  return {
    template: withNewGrant(template),
    bundles: new Map([...bundles].map(([name, code]) => [name, Buffer.from(code).toString()])),
  };
}

/** The template with the new items among the keys that the decider's transactions may write. */
function withNewGrant(template: Template): Template {
  const policies = Object.entries(policiesOf(template, DECIDER)).map(([id, policy]): [string, Resource] => {
    const granted = JSON.stringify(policy).replaceAll('"KEY#*"', `"KEY#*","${NEW_ITEMS}*"`);
    if (!granted.includes(NEW_ITEMS)) throw new Error(`The policy of ${DECIDER} names its keys differently`);
    return [id, JSON.parse(granted)];
  });
  return { ...template, Resources: { ...template.Resources, ...Object.fromEntries(policies) } };
}
