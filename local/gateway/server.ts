import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type GatewayAnswer, gatewayMessage } from './answer.ts';
import { type GatewayRequest, readRequest } from './request.ts';

/** Answers requests; never rejects because of the caller. */
export type RequestHandler = (request: GatewayRequest) => Promise<GatewayAnswer>;

/** A listening server. */
export interface GatewayServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Sets the handler. Before that, every request gets a 503. */
  serve(handler: RequestHandler): void;
  stop(): Promise<void>;
}

/** Far above the gateway's limit, so the gateway itself answers requests that are too large, as on AWS. */
const PARSER_HEADER_LIMIT = 128 * 1024;

/**
 * Starts the server on loopback.
 * @param port 0 for any free port.
 * @param onError called with unexpected errors; the caller gets a 500.
 * @throws Error that says what to do if the port is taken.
 */
export async function startServer(port: number, onError: (error: unknown) => void): Promise<GatewayServer> {
  let handler: RequestHandler = async () => gatewayMessage(503);
  const server = createServer({ maxHeaderSize: PARSER_HEADER_LIMIT }, (message, response) => {
    serveOne(message, response, (request) => handler(request)).catch((error: unknown) => {
      // The caller disconnected during its request, which is not an error here.
      if (message.socket.destroyed) return;
      onError(error);
      send(response, gatewayMessage(500));
    });
  });
  // Only callers close connections. If this side closed one just as a caller reuses it, the answer would be lost.
  server.keepAliveTimeout = 0;
  server.on('clientError', refuseUnreadable);
  const actualPort = await listen(server, port);
  server.on('error', onError);
  return {
    port: actualPort,
    origin: `http://127.0.0.1:${actualPort}`,
    serve: (given) => {
      handler = given;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serveOne(message: IncomingMessage, response: ServerResponse, handler: RequestHandler): Promise<void> {
  const request = await readRequest(message);
  send(response, 'status' in request ? request : await handler(request));
}

function send(response: ServerResponse, { status, headers, cookies, body }: GatewayAnswer): void {
  if (response.headersSent) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (status !== 204) response.setHeader('content-length', body.length);
  response.writeHead(status);
  response.end(body);
}

/** Answers requests that the HTTP parser rejects. */
function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const { status, body } = gatewayMessage(error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400);
  const head = ['content-type: application/json', `content-length: ${body.length}`, 'connection: close'].join('\r\n');
  socket.end(`HTTP/1.1 ${status} Refused\r\n${head}\r\n\r\n${body.toString()}`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new Error(whyNot(port, error)));
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', fail);
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

function whyNot(port: number, error: NodeJS.ErrnoException): string {
  const other = port < 1024 || port === 65_535 ? 3000 : port + 1;
  const advice = `Choose another one with --port, for example --port ${other} (--port 0 takes any that is free)`;
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken by another program. ${advice}, or stop that program.`;
  if (error.code === 'EACCES') return `Port ${port} needs more privileges than this user has. ${advice}.`;
  return `Port ${port} cannot be opened: ${error.message}`;
}
