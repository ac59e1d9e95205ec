import http from 'node:http';
import https from 'node:https';

/** Far larger than any discovery document or key set. */
const MAX_BYTES = 1_000_000;

/** Why a document could not be read, in our own words, because they go into the log. */
export type DocumentFault = 'no-answer' | 'no-answer-in-time' | 'not-200' | 'too-large' | 'no-json';

/** Thrown for a document that could not be read. */
export class UnreadableDocument extends Error {
  override readonly name = 'UnreadableDocument';
  readonly fault: DocumentFault;

  constructor(fault: DocumentFault, options?: ErrorOptions) {
    super(`The document cannot be read: ${fault}`, options);
    this.fault = fault;
  }
}

/** As Node.js makes its own agents: they use a proxy only if `NODE_USE_ENV_PROXY` or `--use-env-proxy` says so. */
const agentOptions = (): http.AgentOptions => {
  const { proxyEnv }: http.AgentOptions = Object(Reflect.get(http.globalAgent, 'options'));
  // The time limit closes a connection to a proxy that opens no tunnel, which a signal does not.
  return { keepAlive: true, timeout: 5000, ...(proxyEnv === undefined ? {} : { proxyEnv }) };
};

/** The connections for documents that are read one after the other. */
export class Connections {
  readonly #agents = { 'http:': new http.Agent(agentOptions()), 'https:': new https.Agent(agentOptions()) };

  /** @throws Error if there is no answer. */
  async get(address: URL, headers: http.OutgoingHttpHeaders, signal: AbortSignal): Promise<http.IncomingMessage> {
    const isHttps = address.protocol === 'https:';
    const agent = this.#agents[isHttps ? 'https:' : 'http:'];
    for (;;) {
      const request = (isHttps ? https : http).get(address, { headers, signal, agent });
      try {
        return await answerTo(request, signal);
      } catch (error) {
        // The other side may have closed the connection after the last document: once more, on a new one.
        if (!request.reusedSocket || signal.aborted) throw error;
      }
    }
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}

function answerTo(request: http.ClientRequest, signal: AbortSignal): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    // The request itself reports nothing when it is aborted before a proxy has opened its tunnel.
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    request
      .on('response', resolve)
      .on('error', reject)
      // After an answer this changes nothing. Status 101 closes the connection without an answer or an error.
      .on('close', () => reject(new Error('Closed without an answer')));
  });
}

/**
 * Reads a JSON document. `fetch` would load undici for that, which takes longer than everything else in this function's
 * cold start (docs/benchmarks.md).
 * @param address http or https.
 * @param timeoutMs for the whole answer.
 * @param connections to be closed by the caller.
 * @throws UnreadableDocument when the address does not answer with status 200 and JSON in UTF-8 within the time; redirects are
 * not followed. A byte order mark in front is skipped.
 */
export async function readJson(address: URL, timeoutMs: number, connections: Connections): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  const bytes = await readBytes(address, signal, connections).catch((error: unknown) => {
    if (error instanceof UnreadableDocument) throw error;
    throw new UnreadableDocument(signal.aborted ? 'no-answer-in-time' : 'no-answer', { cause: error });
  });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new UnreadableDocument('no-json', { cause: error });
  }
}

async function readBytes(address: URL, signal: AbortSignal, connections: Connections): Promise<Buffer> {
  // Firewalls refuse requests that do not name their program, among them the core rules of AWS WAF.
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'misp-management-service',
  };
  const response = await connections.get(address, headers, signal);
  if (response.statusCode !== 200) {
    response.destroy();
    throw new UnreadableDocument('not-200');
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new UnreadableDocument('too-large');
  }
  return Buffer.concat(parts);
}
