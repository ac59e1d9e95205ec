import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { OperationHandler } from '../../functions/http/operation-handler.ts';
import type { IdempotencyRecord } from '../../functions/storage/idempotency-record.ts';
import type { Repeated } from '../../functions/storage/misp-store.ts';
import { interceptSends } from '../../test/support/sends.ts';
import { passThrough } from '../model/pass-through.ts';
import { plantedTogether } from '../planted-together.ts';
import { type PlantedFault, type ProofRun, plantedFault } from '../proof.ts';
import { repeatedRequests } from './repeated-requests.ts';
import { type Mutation, runRepeats } from './run-repeats.ts';

const SMALL = { keys: repeatedRequests.length, duplicates: 8 };

const runWith =
  (mutation: Mutation) =>
  ({ seed }: ProofRun) =>
    runRepeats(SMALL, { seed, progress: () => undefined }, mutation);

/** Puts the outcome by itself, after the transaction. */
function outcomeOutside(client: DynamoDBDocumentClient): void {
  interceptSends(client, 'above', async (send) => {
    const { TransactItems = [] } = send.input as TransactWriteCommandInput;
    const place = TransactItems.findIndex(({ Put }) => String(Put?.Item?.pk).startsWith('REQUEST#'));
    const kept = TransactItems[place]?.Put;
    if (kept === undefined) return send.pass();
    try {
      const output = await send.pass({ ...send.input, TransactItems: TransactItems.toSpliced(place, 1) });
      const { TableName, Item } = kept;
      await client.send(new PutCommand({ TableName, Item }));
      return output;
    } catch (error) {
      // The reader of the reasons counts the actions, so stand in for the removed one.
      if (error instanceof Error && 'CancellationReasons' in error && Array.isArray(error.CancellationReasons)) {
        error.CancellationReasons = error.CancellationReasons.toSpliced(place, 0, { Code: 'None' });
      }
      throw error;
    }
  });
}

/** Keeps the MISP's whole item with the outcome, with its licence keys. */
function outcomeWithKeys(client: DynamoDBDocumentClient): void {
  interceptSends(client, 'above', (send) => {
    const { TransactItems = [] } = send.input as TransactWriteCommandInput;
    const itemOf = (prefix: string) =>
      TransactItems.map(({ Put }) => Put?.Item).find((item) => String(item?.pk).startsWith(prefix));
    const [kept, misp] = [itemOf('REQUEST#'), itemOf('MISP#')];
    if (kept !== undefined) Object.assign(kept, { licenses: misp?.licenses });
    return send.pass();
  });
}

const ifMatchHeader = new AsyncLocalStorage<string>();
const withIfMatch = (fingerprint: string) =>
  createHash('sha256').update(`${fingerprint} ${ifMatchHeader.getStore()}`).digest('hex');

/** A fingerprint that includes `If-Match` in the table, but not elsewhere. */
const fingerprintWithIfMatch: Mutation = {
  operations: (bound) => {
    const around =
      (handler: OperationHandler): OperationHandler =>
      (event, context) =>
        ifMatchHeader.run(event.headers['if-match'] ?? '', () => handler(event, context));
    return {
      ...bound,
      'process-misp-status': around(bound['process-misp-status']),
      'update-misp': around(bound['update-misp']),
      'update-misp-status': around(bound['update-misp-status']),
      'update-license-key-status': around(bound['update-license-key-status']),
      'rotate-license-key': around(bound['rotate-license-key']),
      'change-license-validity': around(bound['change-license-validity']),
    };
  },
  store: (store) => {
    const kept = (record: IdempotencyRecord) => ({ ...record, fingerprint: withIfMatch(record.fingerprint) });
    const read = <Outcome extends { readonly kind: string }>(outcome: Outcome | Repeated, own: IdempotencyRecord) => {
      if (outcome.kind !== 'repeated' || !('first' in outcome)) return outcome;
      const isSame = outcome.first.fingerprint === withIfMatch(own.fingerprint);
      return { ...outcome, first: { ...outcome.first, fingerprint: isSame ? own.fingerprint : 'another' } };
    };
    return {
      ...passThrough(store),
      commit: async (before, after, row, isRevocation, record) => {
        if (record === undefined) return store.commit(before, after, row, isRevocation);
        return read(await store.commit(before, after, row, isRevocation, kept(record)), record);
      },
      putRowOnce: async (row, record) => read(await store.putRowOnce(row, kept(record)), record),
    };
  },
};

/** A repeat with a record that does not name the first request. */
const repeatAsFirst: Mutation = {
  store: (store) => ({
    ...passThrough(store),
    putRow: (row) => {
      const { repeatedRequestId: _, ...first } = row;
      return store.putRow(first);
    },
  }),
};

/** The first and the last leave the same trace. */
const TWO_FIRST = /left \d+ trails of a first request, must be 1$/;

export const plantedFaults: readonly PlantedFault[] = [
  plantedFault('an outcome put outside the transaction', TWO_FIRST, runWith({ client: outcomeOutside })),
  ...plantedTogether(
    [
      { title: 'an outcome with licence keys', trace: /^A kept outcome holds a secret/ },
      { title: 'a fingerprint with If-Match in it', trace: /was answered PMS_MSP_903$/ },
    ],
    runWith({ client: outcomeWithKeys, ...fingerprintWithIfMatch }),
  ),
  plantedFault('a repeat counted as the first', TWO_FIRST, runWith(repeatAsFirst)),
];
