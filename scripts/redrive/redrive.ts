import type { RedriveArguments } from './arguments.ts';
import { Bus } from './bus.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { type RedriveCounts, redriveQueue } from './redrive-queue.ts';

/** How many messages that stay are listed. */
const MAX_REPORTED = 20;

/**
 * Puts the events of a queue back on the bus.
 * @param say prints a line.
 * @param listen called once the queue has answered, and not before: until then a signal ends the process. Returns a
 * function that is asked before each batch whether to stop.
 * @returns whether nothing is left to look at.
 */
export async function redrive(
  given: RedriveArguments,
  say: (line: string) => void,
  listen: () => () => boolean,
): Promise<boolean> {
  const queue = new DeadLetterQueue(given.queue);
  const before = await queue.depth();
  say(`${given.queue}: ${before.visible} messages, and ${before.invisible} invisible`);
  const isCancelled = listen();
  let reported = 0;
  const verb = given.isDryRun ? 'would be put back' : 'put back';
  const progress = ({ putBack, left }: RedriveCounts) => say(`${putBack} ${verb}, ${left} refused or unreadable`);
  const counts = await redriveQueue({
    queue,
    bus: new Bus(given.bus),
    busName: given.bus,
    max: given.limit,
    isDryRun: given.isDryRun,
    isCancelled,
    onProgress: progress,
    onLeft: ({ messageId, why }) => {
      reported += 1;
      if (reported <= MAX_REPORTED) say(`  message ${messageId} stays: ${why}`);
    },
  });
  if (reported > MAX_REPORTED) say(`  and ${reported - MAX_REPORTED} more`);
  if (counts.notDeleted > 0) {
    say(`${counts.notDeleted} are on the bus but could not be deleted: the next run puts them back again`);
  }
  const after = await queue.depth();
  say(
    `${isCancelled() ? 'INTERRUPTED' : 'Done'}: ${counts.putBack} ${verb}, ${counts.left} refused or unreadable. The queue has ` +
      `${after.visible} messages, and ${after.invisible} invisible for up to its visibility timeout`,
  );
  if (counts.returned > 0)
    say(`${counts.returned} came back: the target still refuses them. Correct that before you go on`);
  const read = counts.putBack + counts.left;
  const isAllInvisible = read === 0 && after.invisible > 0;
  if (isAllInvisible)
    say('Nothing was read: all messages are invisible. Run it again after the visibility timeout (30 s)');
  return counts.left === 0 && counts.notDeleted === 0 && !isCancelled() && !isAllInvisible;
}
