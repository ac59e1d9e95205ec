import { Agent, type IncomingMessage, request as sendRequest } from 'node:http';
import type { ServiceRequest } from '../../scenarios/service-driver.ts';
import { monotonicMs } from './monotonic.ts';

/** An answer, or what came in its place. */
export interface HttpReply {
  readonly answeredMs: number;
  readonly requestId: string;
  readonly problem?: string;
}

/** A client that keeps its connections, as few of them as there are requests under way. */
export class HttpCaller {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #baseUrl: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(baseUrl: string, token: string) {
    this.#baseUrl = baseUrl;
    this.#headers = { authorization: `Bearer ${token}` };
  }

  /** Never rejects: a request without an answer is a reply with a problem. */
  send({ method, path, fields }: ServiceRequest): Promise<HttpReply> {
    const body =
      fields === undefined ? undefined : JSON.stringify({ id: 'mosip.misp', version: '1.0', request: fields });
    const content =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve) => {
      const fail = (error: Error) =>
        resolve({ answeredMs: monotonicMs(), requestId: '', problem: `no answer: ${error.message}` });
      const options = { method, agent: this.#agent, headers: { ...this.#headers, ...content } };
      const sent = sendRequest(`${this.#baseUrl}${path}`, options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', fail);
        answer.on('end', () => {
          const answeredMs = monotonicMs();
          const requestId = answer.headers['apigw-requestid']?.toString() ?? '';
          const problem = problemOf(answer, Buffer.concat(chunks).toString());
          resolve({ answeredMs, requestId, ...(problem === undefined ? {} : { problem }) });
        });
      });
      sent.on('error', fail);
      sent.end(body);
    });
  }

  stop(): void {
    this.#agent.destroy();
  }
}

/** A business error is HTTP 200 too; only an answer without one is a success. */
function problemOf({ statusCode }: IncomingMessage, text: string): string | undefined {
  const body: unknown = statusCode === 200 ? JSON.parse(text) : undefined;
  const isEnvelope = typeof body === 'object' && body !== null && 'errors' in body && 'response' in body;
  const isSuccess = isEnvelope && Array.isArray(body.errors) && body.errors.length === 0 && body.response !== null;
  return isSuccess ? undefined : `answered ${statusCode}: ${text.slice(0, 200)}`;
}
