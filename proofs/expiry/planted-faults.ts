import { type DynamoDBDocumentClient, PutCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { NoticeStore } from '../../functions/storage/notice-store.ts';
import { interceptSends } from '../../test/support/sends.ts';
import { type PlantedFault, plantedFault } from '../proof.ts';
import { transacting, withoutCondition } from '../transacting.ts';
import type { Mutation } from './announcer-process.ts';
import { type ExpirySize, runExpiry } from './run-expiry.ts';

const HOUR_MS = 60 * 60 * 1000;
const INDEX_LAG_MS = 10 * 60 * 1000;

/** The smallest sizes that still find the fault of each part. */
const OUTAGE: ExpirySize = {
  outage: { licenses: 100, hours: 2, changesAnHour: 2, changesInOutage: 30, kills: 2, changeRate: 0.4 },
};
const KILLED: ExpirySize = { killed: 5 };
const LAG: ExpirySize = { lag: { misps: 16, hours: 4 } };
const TABLES: ExpirySize = { tables: { due: 5, sizes: [40, 240] } };

const planted = (title: string, size: ExpirySize, trace: RegExp, mutation: Mutation): PlantedFault =>
  plantedFault(title, trace, ({ seed }) => runExpiry(size, { seed, progress: () => undefined }, mutation));

/** A store with another way to record notices. */
const withNotices = (
  change: (notices: NoticeStore, now: number) => Partial<NoticeStore>,
): Pick<Required<Mutation>, 'notices'> => ({
  notices: (notices, now) => ({
    checkpoint: () => notices.checkpoint(),
    moveCheckpoint: (to) => notices.moveCheckpoint(to),
    runningOut: (from, to) => notices.runningOut(from, to),
    announce: (...announcement) => notices.announce(...announcement),
    ...change(notices, now),
  }),
});

const isNotice = (pk: unknown) => String(pk).startsWith('NOTICE#');

/** Puts the notice by itself, before the transaction with the row. */
function noticeBeforeTransaction(client: DynamoDBDocumentClient): void {
  interceptSends(client, 'above', async (send) => {
    const { TransactItems = [] } = send.input as TransactWriteCommandInput;
    const place = TransactItems.findIndex(({ Put }) => isNotice(Put?.Item?.pk));
    const notice = TransactItems[place]?.Put;
    if (notice === undefined) return send.pass();
    const reasonsAt = (Code: string) => TransactItems.map((_, index) => ({ Code: index === place ? Code : 'None' }));
    const { TableName, Item, ConditionExpression, ExpressionAttributeValues } = notice;
    try {
      await client.send(new PutCommand({ TableName, Item, ConditionExpression, ExpressionAttributeValues }));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
      const name = 'TransactionCanceledException';
      throw Object.assign(error, { name, CancellationReasons: reasonsAt('ConditionalCheckFailed') });
    }
    try {
      return await send.pass({ ...send.input, TransactItems: TransactItems.toSpliced(place, 1) });
    } catch (error) {
      // The reader of the reasons counts the actions, so stand in for the removed one.
      if (error instanceof Error && 'CancellationReasons' in error && Array.isArray(error.CancellationReasons)) {
        error.CancellationReasons = error.CancellationReasons.toSpliced(place, 0, { Code: 'None' });
      }
      throw error;
    }
  });
}

/** Checks only that the MISP exists. */
const anyVersion = (input: TransactWriteCommandInput): TransactWriteCommandInput => ({
  ...input,
  TransactItems: input.TransactItems?.map(({ ConditionCheck, ...action }) => {
    if (ConditionCheck === undefined) return action;
    const { TableName, Key } = ConditionCheck;
    return { ConditionCheck: { TableName, Key, ConditionExpression: 'attribute_exists(pk)' } };
  }),
});

export const plantedFaults: readonly PlantedFault[] = [
  planted('a threshold found only in the hour in which it falls due', OUTAGE, / left out threshold \d+ of MISP /, {
    ...withNotices((notices) => ({ runningOut: (from, to) => notices.runningOut(Math.max(from, to - HOUR_MS), to) })),
  }),
  planted('a notice stored before its transaction', KILLED, / left out threshold \d+ of MISP /, {
    client: noticeBeforeTransaction,
  }),
  planted('no condition on the notice', KILLED, / was announced \d+ times$/, {
    client: transacting(withoutCondition('NOTICE#')),
  }),
  planted('no condition on the version of the MISP', OUTAGE, / with version \d+, which was over by then$/, {
    client: transacting(anyVersion),
  }),
  planted('a checkpoint moved to now although something failed', OUTAGE, / left out threshold \d+ of MISP /, {
    ...withNotices((notices, now) => ({ moveCheckpoint: () => notices.moveCheckpoint({ announcedUntil: now }) })),
  }),
  planted('a checkpoint moved before the announcements that it covers', KILLED, / left out threshold \d+ of MISP /, {
    ...withNotices((notices, now) => ({
      checkpoint: async () => {
        const checkpoint = await notices.checkpoint();
        await notices.moveCheckpoint({ announcedUntil: now });
        return checkpoint;
      },
    })),
  }),
  planted('a checkpoint that ignores the lag of the index', LAG, / left out threshold \d+ of MISP /, {
    ...withNotices((notices) => ({
      checkpoint: async () => {
        const checkpoint = await notices.checkpoint();
        return checkpoint && { ...checkpoint, announcedUntil: checkpoint.announcedUntil + INDEX_LAG_MS };
      },
    })),
  }),
  planted(
    'a threshold that had passed when the licence was issued or the MISP activated',
    OUTAGE,
    / had already passed at /,
    {
      misps: (misps) => ({
        get: async (mispId) => {
          const misp = await misps.get(mispId);
          const licenses = misp?.licenses.map((license) => ({ ...license, createdAt: 0, updatedAt: null }));
          return misp && { ...misp, activeSince: 0, licenses: licenses ?? [] };
        },
      }),
    },
  ),
  planted('a run that reads all MISPs that run out soon', TABLES, /made (\d+ calls of the store|other calls)/, {
    ...withNotices(() => ({ checkpoint: async () => undefined })),
  }),
];
