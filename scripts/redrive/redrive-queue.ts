import type { Bus } from './bus.ts';
import { type DeadLetter, readDeadLetter, type SkippedMessage } from './dead-letter.ts';
import { type DeadLetterQueue, MAX_MESSAGES } from './dead-letter-queue.ts';

export interface RedriveOptions {
  readonly queue: DeadLetterQueue;
  readonly bus: Bus;
  /** The bus that the dead letters must come from and go back to. */
  readonly busName: string;
  /** Maximum number of messages to read. */
  readonly max: number;
  /** Puts and deletes nothing. */
  readonly isDryRun: boolean;
  readonly onProgress: (counts: RedriveCounts) => void;
  /** Called with every message that stays in the queue. */
  readonly onLeft: (left: SkippedMessage) => void;
  /** Called between batches; true ends the run. */
  readonly isCancelled: () => boolean;
}

export interface RedriveCounts {
  /** Put back and deleted; in a dry run, messages that would be. */
  readonly putBack: number;
  /** Still in the queue, because they cannot be read or the bus refused them. */
  readonly left: number;
  /** On the bus, but not deleted: the next run puts them back again. */
  readonly notDeleted: number;
  /** Of those that are left: their event was put back in this run, and is in the queue again. */
  readonly returned: number;
}

/** After so many the run ends, so as not to flood the other targets. */
const RETURNED_TOO_MANY = 10;

/**
 * Puts the events of a dead-letter queue back on their bus. Deletes a message only after the bus has accepted its
 * event, so an interruption loses nothing. At worst, an event is put twice with the same `recordId`.
 */
export async function redriveQueue(options: RedriveOptions): Promise<RedriveCounts> {
  const { queue, max, isDryRun, onProgress, onLeft, isCancelled } = options;
  const counts = { putBack: 0, left: 0, notDeleted: 0, returned: 0 };
  // EventBridge sends an event that its target refuses to the queue again, as a new message. An event can also be in the
  // queue twice already. So this keeps a time before which such a message was sent: when SQS first gave out the one whose
  // event was put back, or when this run began, by a clock that may differ from that of SQS.
  const startedAt = Date.now();
  const putBackAfter = new Map<unknown, number>();
  // Messages that stay in the queue become visible again during the run.
  const seen = new Set<string>();
  let staleBatches = 0;
  let deleted = 0;
  while (seen.size < max && counts.returned < RETURNED_TOO_MANY && !isCancelled()) {
    const messages = await queue.receive(Math.min(MAX_MESSAGES, max - seen.size));
    const fresh = messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    if (messages.length === 0) break;
    if (fresh.length === 0) {
      // SQS may return all remaining messages again before a new one. After that many batches, there is no new one.
      staleBatches += 1;
      if (staleBatches > (seen.size - deleted) / MAX_MESSAGES + 1) break;
      continue;
    }
    staleBatches = 0;
    for (const { MessageId = '' } of fresh) seen.add(MessageId);
    const leave = (skipped: SkippedMessage): void => {
      counts.left += 1;
      onLeft(skipped);
    };
    const letters: DeadLetter[] = [];
    for (const message of fresh) {
      const letter = readDeadLetter(message, options.busName);
      if ('why' in letter) {
        leave(letter);
        continue;
      }
      const received = putBackAfter.get(letter.event.detail.recordId);
      if (received !== undefined && letter.sentAt > received) {
        counts.returned += 1;
        leave({ messageId: letter.messageId, why: 'its event was put back in this run, and is here again' });
        continue;
      }
      const state = await options.bus.whyNotReady(letter.ruleArn);
      if (state === undefined) letters.push(letter);
      else
        leave({
          messageId: letter.messageId,
          why: `its rule is ${state}: the bus would deliver it to nobody (${letter.ruleArn})`,
        });
    }
    const accepted = isDryRun ? letters : await putBack(letters, options.bus, leave);
    const kept = isDryRun ? [] : await queue.remove(accepted.map(({ receiptHandle }) => receiptHandle));
    if (!isDryRun)
      for (const { event, receivedAt } of accepted)
        putBackAfter.set(event.detail.recordId, Math.max(receivedAt, startedAt));
    counts.putBack += accepted.length;
    counts.notDeleted += kept.length;
    if (!isDryRun) deleted += accepted.length - kept.length;
    onProgress({ ...counts });
  }
  return counts;
}

/** @returns the letters whose event the bus has accepted. */
async function putBack(
  letters: readonly DeadLetter[],
  bus: Bus,
  leave: (skipped: SkippedMessage) => void,
): Promise<readonly DeadLetter[]> {
  if (letters.length === 0) return [];
  const results = await bus.put(letters.map(({ event }) => event));
  return letters.filter((letter, index) => {
    const result = results[index];
    if (result?.accepted) return true;
    leave({ messageId: letter.messageId, why: `the bus refused it: ${result?.errorCode ?? 'NoAnswer'}` });
    return false;
  });
}
