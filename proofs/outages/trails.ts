import { auditSequences } from '../../test/scenarios/all-sequences.ts';
import { type Entry, type SortedObservations, trailOf } from './observations.ts';

/**
 * Event ids that an operation may leave with an outcome, joined: those of the table of audit sequences, and those of the empty
 * list, which that table cannot arrange.
 */
const allowed = new Set([
  ...auditSequences.map(({ operation, error, events }) => `${operation} ${error ?? 'success'}: ${events.join()}`),
  'list-misps PMS_MSP_409: 116,409',
]);

/** Operations that always change something if they succeed. Others may set what is already set. */
const ALWAYS_CHANGE = new Set(['register-misp', 'process-misp-status', 'update-misp']);

/**
 * The same record may come twice, but unchanged, and no two records may share a place in a request or an id in a row.
 */
export function doubledPlaces({ records, verdictEvents }: SortedObservations): readonly string[] {
  const byRecord = Map.groupBy([...records, ...verdictEvents], ({ detail }) => String(detail.recordId));
  const differing = [...byRecord].flatMap(([recordId, copies]) =>
    new Set(copies.map(({ detail }) => JSON.stringify(detail))).size > 1 ? [`Two records have the id ${recordId}`] : [],
  );
  const byPlace = Map.groupBy(records, ({ detail }) => `${detail.requestId} ${detail.sequence}`);
  const doubled = [...byPlace].flatMap(([place, copies]) =>
    new Set(copies.map(({ detail }) => detail.recordId)).size > 1 ? [`Two records have the place ${place}`] : [],
  );
  return [...differing, ...doubled, ...gaps([...byRecord.keys()])];
}

/** The ids of a row count from 1 across records and domain events: a gap means a loss. */
function gaps(recordIds: readonly string[]): readonly string[] {
  const byRow = Map.groupBy(recordIds, (id) => id.slice(0, id.lastIndexOf('-')));
  return [...byRow].flatMap(([row, ids]) => {
    const last = Math.max(...ids.map((id) => Number(id.slice(row.length + 1))));
    return last === ids.length
      ? []
      : [`Of row ${row} ${ids.length} events reached the bus, the last is number ${last}`];
  });
}

/** Every answered request has its whole trail; one without an answer has its whole trail or none. */
export function incompleteTrails(
  { outcomes, records }: SortedObservations,
  moreTrails: readonly string[] = [],
): readonly string[] {
  const byRequest = Map.groupBy(records, ({ detail }) => String(detail.requestId));
  const asked = new Map(outcomes.map(({ request }) => [request.requestId, request]));
  const lost = outcomes
    .filter(({ status }) => status === 200)
    .flatMap(({ request: { requestId }, errorCode }) => {
      const outcome = byRequest.get(requestId)?.[0]?.detail.outcome;
      const expected = errorCode ?? 'success';
      return outcome === expected
        ? []
        : [`Request ${requestId} was answered ${expected} and its records say ${outcome}`];
    });
  const wrong = [...byRequest].flatMap(([requestId, copies]) => {
    const { operation, outcome } = copies[0]!.detail;
    const trail = `${operation} ${outcome}: ${trailOf(copies)}`;
    const request = asked.get(requestId);
    return [
      ...(allowed.has(trail) || moreTrails.includes(trail)
        ? []
        : [`Request ${requestId} left a broken trail: ${trail}`]),
      ...(request?.operation === operation ? [] : [`Request ${requestId} did not ask for ${operation}`]),
      ...wrongVersion(requestId, copies),
    ];
  });
  return [...lost, ...wrong];
}

/** All records of a request have its version if it changed something, and none if not. */
function wrongVersion(requestId: string, records: readonly Entry[]): readonly string[] {
  const versions = new Set(records.map(({ detail }) => detail.version));
  const [version] = versions;
  const { operation, outcome } = records[0]!.detail;
  const mustChange = outcome === 'success' && ALWAYS_CHANGE.has(String(operation));
  if (versions.size > 1) return [`The records of request ${requestId} have the versions ${[...versions].join()}`];
  if (version === undefined && mustChange) return [`Request ${requestId}, ${operation}, succeeded and changed nothing`];
  if (version !== undefined && outcome !== 'success')
    return [`Request ${requestId} was refused and made version ${version}`];
  return [];
}
