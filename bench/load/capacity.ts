import type { LocalCloud } from '../../local/local-cloud.ts';
import { monotonicMs } from '../traffic/monotonic.ts';
import type { Traffic } from '../traffic/traffic.ts';

/** The throughput of some callers, each of whom waits for an answer before the next request. */
export interface Trial {
  readonly callers: number;
  /** Operations a second, counted until the last record is on the bus: a rate that can be sustained. */
  readonly perSecond: number;
}

/** The search ends after this many trials in a row that are not the best so far. */
const MAX_TRIALS_WITHOUT_GAIN = 2;

/** What was found. */
export interface Capacity {
  readonly trials: readonly Trial[];
  /** The best of them once more, for twice as long: the best of several trials is partly luck. */
  readonly confirmed: Trial;
}

/** Adds callers until throughput no longer grows. */
export async function findCapacity(
  cloud: LocalCloud,
  send: Traffic['send'],
  { callers, seconds }: { readonly callers: readonly number[]; readonly seconds: number },
  progress: (text: string) => void,
): Promise<Capacity> {
  const trials: Trial[] = [];
  let best: Trial | undefined;
  let trialsWithoutGain = 0;
  const attempt = async (count: number, duration: number) => {
    const trial = await tryCallers(cloud, send, count, duration);
    progress(`${count} callers: ${trial.perSecond.toFixed(1)} operations a second`);
    return trial;
  };
  for (const count of callers) {
    const trial = await attempt(count, seconds);
    trials.push(trial);
    const isBetter = best === undefined || trial.perSecond > best.perSecond;
    trialsWithoutGain = isBetter ? 0 : trialsWithoutGain + 1;
    if (isBetter) best = trial;
    if (trialsWithoutGain === MAX_TRIALS_WITHOUT_GAIN) break;
  }
  if (best === undefined) throw new Error('The search for the capacity needs at least one number of callers');
  return { trials, confirmed: await attempt(best.callers, 2 * seconds) };
}

async function tryCallers(cloud: LocalCloud, send: Traffic['send'], callers: number, seconds: number): Promise<Trial> {
  const started = monotonicMs();
  const replies = await send({ kind: 'closed', callers }, seconds);
  await cloud.idle();
  const succeeded = replies.filter(({ problem }) => problem === undefined).length;
  return { callers, perSecond: (succeeded / (monotonicMs() - started)) * 1000 };
}
