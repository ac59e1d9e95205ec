import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An EventBridge endpoint that accepts every entry and stores none, so that it takes almost no time itself. */
export async function startLoopbackBus(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.method === 'GET') {
      response.writeHead(404).end();
      return;
    }
    const { Entries: entries } = JSON.parse(Buffer.concat(parts).toString());
    const accepted = entries.map((_: unknown, index: number) => ({ EventId: `event-${index}` }));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: accepted }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
