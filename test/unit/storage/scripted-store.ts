import { createServer } from 'node:http';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../../functions/storage/document-client.ts';
import { listenOnLoopback } from '../../support/listen-on-loopback.ts';
import { sdkEnvironment } from '../../support/sdk-environment.ts';

/** A call on the wire. */
export interface ReceivedCall {
  readonly action: string;
  readonly input: Record<string, unknown>;
}

/** The answer to a call: the status is 200 by default, a text is sent as it is; 'silence' is no answer at all. */
export type ScriptedAnswer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: object | string;
    }
  | 'silence';

/** Replaces DynamoDB in tests of answers that no engine gives on request. */
export interface ScriptedStore {
  readonly client: DynamoDBDocumentClient;
  readonly calls: readonly ReceivedCall[];
  /** The answers from here on, one for each call; the last is repeated. */
  answer(...answers: readonly ScriptedAnswer[]): void;
  stop(): Promise<void>;
}

/** Starts it on a free port, with the client of the functions. */
export async function startScriptedStore(): Promise<ScriptedStore> {
  const calls: ReceivedCall[] = [];
  let script: readonly ScriptedAnswer[] = [];
  const server = createServer(async (request, response) => {
    const input = JSON.parse(Buffer.concat(await request.toArray()).toString());
    calls.push({ action: String(request.headers['x-amz-target']).replace(/^.*\./, ''), input });
    const [next, ...rest] = script;
    if (rest.length > 0) script = rest;
    if (next === undefined || next === 'silence') return;
    const { status = 200, headers, body } = next;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    // In parts, as large answers come.
    for (const part of text.match(/.{1,20}/gs) ?? []) {
      response.write(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  const { url, stop } = await listenOnLoopback(server);
  Object.assign(process.env, sdkEnvironment(url));
  const client = createDocumentClient();
  return {
    client,
    calls,
    answer: (...answers) => {
      calls.length = 0;
      script = answers;
    },
    stop: async () => {
      client.destroy();
      await stop();
    },
  };
}
