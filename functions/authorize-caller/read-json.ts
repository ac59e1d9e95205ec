import http from 'node:http';
import https from 'node:https';

/** No discovery document and no key set comes near to this. */
const MAX_BYTES = 1_000_000;

/**
 * Reads a JSON document. `fetch` would load undici for that, which takes longer than everything else in this function's
 * cold start (docs/benchmarks.md).
 * @param timeoutMs for the whole answer.
 * @throws Error when the address does not answer with status 200 and JSON within the time; redirects are not followed.
 */
export async function readJson(address: URL, timeoutMs: number): Promise<unknown> {
  const { get } = address.protocol === 'https:' ? https : http;
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    get(address, { headers: { accept: 'application/json' }, signal }, resolve).on('error', reject);
  });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`${address.host} answered ${response.statusCode}`);
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new Error(`${address.host} answered more than ${MAX_BYTES} bytes`);
  }
  return JSON.parse(Buffer.concat(parts).toString());
}
