import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDbClient } from '../../../functions/storage/dynamodb-client.ts';

/** A call as it came over the wire. */
export interface ReceivedCall {
  readonly action: string;
  readonly input: Record<string, unknown>;
}

/** What a call is answered with; a status of 200 where none is said, silence where there is no answer at all. */
export type ScriptedAnswer = { readonly status?: number; readonly body: object } | 'silence';

/** What stands in for DynamoDB where a test is about an answer that no engine gives on request. */
export interface ScriptedStore {
  readonly client: DynamoDBDocumentClient;
  readonly calls: readonly ReceivedCall[];
  /** Answers from here on, one for each call; the last is repeated forever. */
  answer(...answers: readonly ScriptedAnswer[]): void;
  stop(): Promise<void>;
}

/** Starts it on a port of its own, with the client that the functions use. */
export async function startScriptedStore(): Promise<ScriptedStore> {
  const calls: ReceivedCall[] = [];
  let script: readonly ScriptedAnswer[] = [];
  const server = createServer(async (request, response) => {
    const input = JSON.parse(Buffer.concat(await request.toArray()).toString());
    calls.push({ action: String(request.headers['x-amz-target']).replace(/^.*\./, ''), input });
    const [next, ...rest] = script;
    if (rest.length > 0) script = rest;
    if (next === undefined || next === 'silence') return;
    response.writeHead(next.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(next.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const client = createDynamoDbClient();
  return {
    client,
    calls,
    answer: (...answers) => {
      calls.length = 0;
      script = answers;
    },
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
