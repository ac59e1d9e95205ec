interface Listening {
  readonly stops: Set<() => void>;
  readonly stopAll: () => void;
}

const listeningTo = new WeakMap<AbortSignal, Listening>();

/**
 * Runs `stop` when the signal aborts. Many calls may share a signal: it gets one listener for all of them, because
 * Node.js 20 takes more than ten for a leak, and warns. The last one to take `stop` back removes the listener: with
 * one, a signal of `AbortSignal.any` or `timeout` stays in memory.
 * @returns takes it back.
 */
export function onAbort(signal: AbortSignal | null | undefined, stop: () => void): () => void {
  if (!signal) return () => undefined;
  const { stops, stopAll } = listeningTo.get(signal) ?? listenTo(signal);
  if (stops.size === 0) signal.addEventListener('abort', stopAll, { once: true });
  stops.add(stop);
  return () => {
    stops.delete(stop);
    if (stops.size === 0) signal.removeEventListener('abort', stopAll);
  };
}

function listenTo(signal: AbortSignal): Listening {
  const stops = new Set<() => void>();
  const listening = {
    stops,
    stopAll: () => {
      for (const stop of stops) stop();
    },
  };
  listeningTo.set(signal, listening);
  return listening;
}
