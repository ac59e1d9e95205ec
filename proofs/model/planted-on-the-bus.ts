import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EventBus } from '../../functions/audit/event-bus.ts';
import type { BusEvent } from '../../functions/audit/expand-row.ts';
import type { PlantedFault } from '../proof.ts';
import { committing, onTheBus, planted } from './plant.ts';
import type { Mutation } from './proving-ground.ts';

/** Imports are also batches, but of puts. */
const isRemoval = (input: object): boolean =>
  'RequestItems' in input && JSON.stringify(input.RequestItems).includes('"DeleteRequest"');

/** A store that keeps delivered rows but reports them as deleted. */
const withoutRemovals = (client: DynamoDBDocumentClient) =>
  client.middlewareStack.add(
    (next) => (args) =>
      isRemoval(args.input) ? Promise.resolve({ response: undefined, output: { $metadata: {} } }) : next(args),
    { step: 'initialize', name: 'withoutRemovals', priority: 'high' },
  );

/** The bus with changed events; it reports all as accepted. */
const putting = (change: (event: BusEvent) => readonly BusEvent[]): Mutation => ({
  bus: (bus: EventBus) => ({
    put: async (events) => {
      const changed = events.flatMap(change);
      if (changed.length > 0) await bus.put(changed);
      return events.map(() => ({ accepted: true }));
    },
  }),
});

const withDetail = (event: BusEvent, fields: BusEvent['detail']): BusEvent => ({
  ...event,
  detail: { ...event.detail, ...fields },
});

/** The name of event 104, which differs by one word from that of event 201. */
const OTHER_NAME = 'Processing of MISP status request';

const misnamed = (event: BusEvent): BusEvent =>
  event.detail.eventId === 'PMS_MSP_201'
    ? { ...withDetail(event, { eventName: OTHER_NAME }), detailType: OTHER_NAME }
    : event;

/** Writes the licence key issued last into the description of its issue. */
function leakingKey(): Mutation {
  let key = '';
  const remembering = committing((_before, after) => {
    key = after.licenses.at(-1)?.key ?? key;
    return {};
  });
  const describing = putting((event) => [
    event.detail.eventId === 'PMS_MSP_121'
      ? withDetail(event, { description: `${event.detail.description}: ${key}` })
      : event,
  ]);
  return { ...remembering, ...describing };
}

/** Any operation and outcome. */
const ANY_REQUEST = '[\\w-]+, [\\w ,:-]+';

/** Mistakes that show only on the bus: the stored data is right. */
export const plantedOnTheBus: readonly PlantedFault[] = [
  planted(
    'a record under the name of another event',
    onTheBus(
      'process-misp-status, [\\w ]+',
      `audit record \\d\\.detail type is "${OTHER_NAME}", must be "Processing MISP .*`,
    ),
    putting((event) => [misnamed(event)]),
  ),
  planted(
    'a publisher that drops domain events',
    onTheBus(ANY_REQUEST, 'domain event 0 is nothing, must be .*'),
    putting((event) => (event.detailType === 'LICENSE_VERDICT_CHANGED' ? [] : [event])),
  ),
  planted(
    'a record with the time of publishing',
    onTheBus(ANY_REQUEST, 'audit record 0\\.entry time is "[^"]+", must be "[^"]+"'),
    putting((event) => [{ ...event, time: new Date().toISOString() }]),
  ),
  planted(
    'a licence key in a description',
    onTheBus(ANY_REQUEST, 'description of 121 is .*, must not hold the secret \\w{50}'),
    leakingKey(),
  ),
  planted(
    'a record with an undocumented field',
    /\n=> event \S+ is not as documented: the event must NOT have additional properties note(\n|$)/,
    putting((event) => [withDetail(event, { note: 'x' })]),
  ),
  planted(
    'every domain event twice',
    /\n=> \w+-\d+ is on the bus 2 times, must be once(\n|$)/,
    putting((event) => (event.detailType === 'LICENSE_VERDICT_CHANGED' ? [event, event] : [event])),
  ),
  planted('a publisher that does not delete its rows', /\n=> row [\w-]+#\w+ is still in the outbox(\n|$)/, {
    client: withoutRemovals,
  }),
];
