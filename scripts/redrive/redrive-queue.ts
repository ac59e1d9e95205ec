import type { Bus } from './bus.ts';
import { type DeadLetter, readDeadLetter, type Unfit } from './dead-letter.ts';
import { type DeadLetterQueue, MAX_MESSAGES } from './dead-letter-queue.ts';

export interface RedriveOptions {
  readonly queue: DeadLetterQueue;
  readonly bus: Bus;
  /** The bus that the dead letters must come from: the one that they go back to. */
  readonly busName: string;
  /** So many messages are looked at, at most. */
  readonly max: number;
  /** Nothing is put and nothing deleted. */
  readonly isDryRun: boolean;
  readonly onProgress: (counts: RedriveCounts) => void;
  /** Called with every message that stays in the queue. */
  readonly onLeft: (left: Unfit) => void;
  /** Asked between two batches; true ends the run. */
  readonly isCancelled: () => boolean;
}

export interface RedriveCounts {
  /** Put back and deleted; in a dry run, those that would be. */
  readonly putBack: number;
  /** Still in the queue, as they cannot be read or the bus refused them. */
  readonly left: number;
  /** On the bus, but SQS did not delete them: they would be put back again. */
  readonly notDeleted: number;
}

/**
 * Puts the events of a dead-letter queue back on their bus. A message is deleted only after the bus has accepted its event,
 * so that an interruption at any moment loses nothing: at worst an event is put twice, with the same `recordId`.
 */
export async function redriveQueue(options: RedriveOptions): Promise<RedriveCounts> {
  const { queue, max, isDryRun, onProgress, onLeft, isCancelled } = options;
  const counts = { putBack: 0, left: 0, notDeleted: 0 };
  // What stays in the queue comes into sight again while this runs.
  const seen = new Set<string>();
  let staleBatches = 0;
  while (seen.size < max && !isCancelled()) {
    const messages = await queue.receive(Math.min(MAX_MESSAGES, max - seen.size));
    const fresh = messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    if (messages.length === 0) break;
    if (fresh.length === 0) {
      // All that is left could be handed out once more before something new is: then this is the end.
      staleBatches += 1;
      if (staleBatches > counts.left / MAX_MESSAGES + 1) break;
      continue;
    }
    staleBatches = 0;
    for (const { MessageId = '' } of fresh) seen.add(MessageId);
    const leave = (unfit: Unfit): void => {
      counts.left += 1;
      onLeft(unfit);
    };
    const letters: DeadLetter[] = [];
    for (const message of fresh) {
      const letter = readDeadLetter(message, options.busName);
      if ('why' in letter) leave(letter);
      else letters.push(letter);
    }
    const accepted = isDryRun ? letters : await putBack(letters, options.bus, leave);
    const kept = isDryRun ? [] : await queue.remove(accepted.map(({ receiptHandle }) => receiptHandle));
    counts.putBack += accepted.length;
    counts.notDeleted += kept.length;
    onProgress({ ...counts });
  }
  return counts;
}

/** @returns the letters whose event the bus has accepted. */
async function putBack(
  letters: readonly DeadLetter[],
  bus: Bus,
  leave: (unfit: Unfit) => void,
): Promise<readonly DeadLetter[]> {
  if (letters.length === 0) return [];
  const fates = await bus.put(letters.map(({ event }) => event));
  return letters.filter((letter, index) => {
    const fate = fates[index];
    if (fate?.accepted) return true;
    leave({ messageId: letter.messageId, why: `the bus refused it: ${fate?.errorCode ?? 'NoAnswer'}` });
    return false;
  });
}
