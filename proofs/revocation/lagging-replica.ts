import { createServer } from 'node:http';
import { forwardToEngine } from '../../local/aws/engines/engine-request.ts';
import { type Listening, listenOnLoopback } from '../../test/support/listen-on-loopback.ts';

interface Copy {
  readonly body: Buffer;
  readonly takenAt: number;
}

/**
 * Puts a lagging replica, a proxy, before an engine, since the engines have none: an eventually consistent read is answered from
 * a copy that is up to `lagMs` old, as on AWS. Everything else goes to the engine unchanged.
 */
export async function startLaggingReplica(engineEndpoint: string, lagMs: number): Promise<Listening> {
  const copies = new Map<string, Copy>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks);
      const target = String(request.headers['x-amz-target']);
      const send = (status: number, answer: Buffer) =>
        response
          .writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'content-length': answer.length })
          .end(answer);
      const isStaleRead = target.endsWith('.GetItem') && !body.includes('"ConsistentRead":true');
      const key = isStaleRead ? body.toString() : '';
      const copy = copies.get(key);
      if (copy !== undefined && performance.now() - copy.takenAt < lagMs) {
        send(200, copy.body);
        return;
      }
      const answer = await forwardToEngine(engineEndpoint, target, body).catch(() => undefined);
      // The engine has been stopped, and with it all clients.
      if (answer === undefined) {
        response.destroy();
        return;
      }
      if (isStaleRead) copies.set(key, { body: answer.body, takenAt: performance.now() });
      send(answer.status, answer.body);
    });
  });
  server.keepAliveTimeout = 0;
  return listenOnLoopback(server);
}
