import type { LocalCloud } from '../../local/local-cloud.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { BusWatch } from './bus-watch.ts';

/** What was seen at one rate of requests. */
export interface Lag {
  readonly perSecond: number;
  /** Answers a second, until the last one. */
  readonly reached: number;
  /** Answers that were not the expected success. */
  readonly problems: readonly string[];
  /** Milliseconds from when an answer had arrived to when its last record was on the bus; below 0 if the bus had it first. */
  readonly lagsMs: readonly number[];
  /** Answered requests that had no record on the bus in the end. */
  readonly lost: number;
  readonly rowsLeft: number;
  /** Milliseconds from when the last request was due to the last answer, and from there to the last record. */
  readonly behindMs: number;
  readonly drainMs: number;
}

/**
 * A rate is sustained if the last answer comes within this time after the last request is due, and the last record
 * within this time after that answer.
 */
const KEPT_UP_MS = 2_000;

export const isBehind = ({ behindMs, drainMs }: Lag): boolean => behindMs >= KEPT_UP_MS || drainMs >= KEPT_UP_MS;
/** Whether every request of the rate succeeded and had all its records on the bus in time. */
export const isKeptUp = (lag: Lag): boolean =>
  lag.lagsMs.length > 0 && lag.problems.length === 0 && lag.lost === 0 && lag.rowsLeft === 0 && !isBehind(lag);

/** A window of time with requests at a fixed rate. */
export interface Window {
  readonly perSecond: number;
  readonly seconds: number;
  /** Before the window, requests arrive at that rate for this long and are not counted. */
  readonly leadInSeconds: number;
}

/** Sends requests at a fixed rate and waits until the last of their records is on the bus. */
export async function measureLag(
  cloud: LocalCloud,
  send: Traffic['send'],
  watch: BusWatch,
  { perSecond, seconds, leadInSeconds }: Window,
): Promise<Lag> {
  // Starts as many processes as this rate needs. Otherwise the window would measure their cold starts.
  await send({ kind: 'open', perSecond }, leadInSeconds);
  await cloud.idle();
  const replies = await send({ kind: 'open', perSecond }, seconds);
  await cloud.idle();
  const rowsLeft = await cloud.outboxRows();
  const answered = replies.filter(({ problem }) => problem === undefined);
  const lags = answered.map(({ requestId, answeredMs }) => {
    const arrived = watch.lastOfRequestMs(requestId);
    return arrived === undefined ? undefined : arrived - answeredMs;
  });
  const firstDue = Math.min(...replies.map(({ dueMs }) => dueMs));
  const lastDue = Math.max(...replies.map(({ dueMs }) => dueMs));
  const lastAnswer = Math.max(...replies.map(({ answeredMs }) => answeredMs));
  const lastRecord = Math.max(...answered.map(({ requestId }) => watch.lastOfRequestMs(requestId) ?? 0));
  return {
    perSecond,
    reached: (answered.length / (lastAnswer - firstDue)) * 1000,
    problems: replies.flatMap(({ problem }) => problem ?? []),
    lagsMs: lags.filter((lag) => lag !== undefined),
    lost: lags.filter((lag) => lag === undefined).length,
    rowsLeft,
    behindMs: lastAnswer - lastDue,
    drainMs: Math.max(0, lastRecord - lastAnswer),
  };
}
