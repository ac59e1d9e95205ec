/** What to do when a signal aborts, by signal. */
const stopsOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Runs `stop` when the signal aborts. Many calls may share a signal: it gets one listener for all of them, because
 * Node.js 20 takes more than ten for a leak, and warns.
 * @returns takes it back.
 */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (signal === undefined) return () => undefined;
  const stops = stopsOf.get(signal) ?? listening(signal);
  stops.add(stop);
  return () => stops.delete(stop);
}

function listening(signal: AbortSignal): Set<() => void> {
  const stops = new Set<() => void>();
  stopsOf.set(signal, stops);
  const stopAll = () => {
    for (const stop of stops) stop();
  };
  signal.addEventListener('abort', stopAll, { once: true });
  return stops;
}
