import { once } from 'node:events';
import { connect } from 'node:net';
import type { InvocationResult } from '../../local/functions/invocation.ts';
import { apiDefinition } from '../../local/gateway/api-definition.ts';
import { HttpApi } from '../../local/gateway/http-api.ts';
import { startServer } from '../../local/gateway/server.ts';
import { runnableTemplate } from '../../local/template/load-template.ts';
import type { SampleApi } from './sample-api.ts';
import { apiResources } from './sample-api.ts';

export type Event = Record<string, unknown> & {
  requestContext: Record<string, unknown>;
  headers: Record<string, string>;
};
/** The functions of a test: by name, from event to result. */
export type Behaviour = (name: string, event: Event) => Promise<InvocationResult> | InvocationResult;

export interface TestedGateway {
  readonly origin: string;
  readonly port: number;
  /** All calls of functions so far. */
  readonly calls: { readonly name: string; readonly event: Event }[];
  /** Milliseconds; the gateway's present time. */
  now: number;
  stop(): Promise<void>;
}

export const value = (result: unknown): InvocationResult => ({ ok: true, value: result });
export const allow = value({ isAuthorized: true, context: { userId: 'jo', count: 2 } });

/** A gateway on a free port, whose functions are the test's. */
export async function startTestedGateway(api: SampleApi, behaviour: Behaviour): Promise<TestedGateway> {
  const template = runnableTemplate({ Resources: apiResources(api) }, 'sample', '/nowhere');
  const calls: TestedGateway['calls'] = [];
  const server = await startServer(0, (error) => console.error(error));
  const gateway = {
    origin: server.origin,
    port: server.port,
    calls,
    now: Date.UTC(2026, 2, 5, 4, 3, 2),
    stop: server.stop,
  };
  const invoker = {
    invoke: async (arn: string, event: unknown) => {
      const name = arn.split(':').at(-1) ?? '';
      calls.push({ name, event: event as Event });
      return behaviour(name, event as Event);
    },
  };
  const httpApi = new HttpApi(apiDefinition(template), { invoker, clock: () => gateway.now });
  server.serve((request) => httpApi.answer(request));
  return gateway;
}

/** Sends bytes unchanged: fetch would repair the faults that these tests need. */
export async function sendRaw({ port }: TestedGateway, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text.replaceAll('\n', '\r\n'));
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}
