/**
 * Aborts what takes too long. Unlike `AbortSignal.timeout`, this leaves no timer running after the end. Every call uses
 * it, because the client's own timeouts start again with each part of an answer.
 */
export async function withTimeLimit<T>(milliseconds: number, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), milliseconds);
  try {
    return await send(limit.signal);
  } finally {
    clearTimeout(timer);
  }
}
