import { Agent, request as sendRequest } from 'node:http';
import type { MixedRequest } from './mix.ts';
import { monotonicMs } from './monotonic.ts';
import { problemOf } from './problem.ts';

/** An answer, or what came in its place. */
export interface HttpReply {
  readonly answeredMs: number;
  readonly requestId: string;
  readonly problem?: string;
}

/** A client that keeps its connections alive. It has as many as it had requests under way at once. */
export class HttpCaller {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #baseUrl: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(baseUrl: string, token: string) {
    this.#baseUrl = baseUrl;
    this.#headers = { authorization: `Bearer ${token}` };
  }

  /** Never rejects: a request without an answer is a reply with a problem. */
  send({ operation, request: { method, path, fields } }: MixedRequest): Promise<HttpReply> {
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
          const problem = problemOf(operation, answer.statusCode, Buffer.concat(chunks).toString());
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
