import { createServer } from 'node:http';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';

/**
 * A stand-in for CloudWatch Logs: answers FilterLogEvents with the given pages, one a call, and keeps the requests.
 */
export async function startAuditLogStub(pages: readonly (readonly object[])[]) {
  const requests: { target: string; input: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const input = JSON.parse(Buffer.concat(chunks).toString());
    requests.push({ target: String(request.headers['x-amz-target']), input });
    const page = Number(input.nextToken ?? 0);
    const events = (pages[page] ?? []).map((event) => ({ message: JSON.stringify(event), timestamp: 1 }));
    const more = page + 1 < pages.length ? { nextToken: String(page + 1) } : {};
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ events, ...more }));
  });
  const { url, stop } = await listenOnLoopback(server);
  return { url, requests, stop };
}
