import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isCrossSite, type OriginHeaders } from '../loopback.ts';
import type { ServiceCall } from './admission.ts';
import type { EventBus } from './bus/event-bus.ts';
import type { Replays } from './bus/replays.ts';
import type { CallLedger } from './call-ledger.ts';
import type { Intercept, Outcome, ServiceAnswer } from './call-path.ts';
import type { EngineFailures } from './engines/engine-failures.ts';
import { forwardToEngine } from './engines/engine-request.ts';
import { answerQueueCall } from './queue-service.ts';
import type { Queues } from './queues.ts';

/** The endpoint of all emulated AWS services. */
export interface Endpoint {
  /** For AWS_ENDPOINT_URL. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface EndpointOptions {
  readonly engineEndpoint: string;
  readonly bus: EventBus;
  readonly replays: Replays;
  readonly queues: Queues;
  /** Intercepts every call. */
  readonly intercept: Intercept;
  readonly ledger: CallLedger;
  readonly failures: EngineFailures;
  /** Called after a write to the engine, before its answer is sent. */
  onWrite(body: Buffer): void;
  onProblem(text: string): void;
}

interface Answer extends ServiceAnswer {
  readonly contentType: string;
}

const services: Readonly<Record<string, { readonly name: ServiceCall['service']; readonly contentType: string }>> = {
  DynamoDB_20120810: { name: 'dynamodb', contentType: 'application/x-amz-json-1.0' },
  AmazonSQS: { name: 'sqs', contentType: 'application/x-amz-json-1.0' },
  AWSEvents: { name: 'events', contentType: 'application/x-amz-json-1.1' },
};
/** DynamoDB answers a plain GET like this. */
const HEALTHY: Answer = { status: 200, body: 'healthy', contentType: 'text/plain' };
const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'BatchWriteItem']);

/** Starts the endpoint on a free port of the loopback interface. */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const server = createServer((request, response) => {
    handle(request, options)
      .catch((error: unknown) => {
        options.onProblem(`${request.headers['x-amz-target']}: ${error}`);
        return failure(500, 'InternalServerError', 'The local cloud could not carry out the request');
      })
      .then((answer) => send(response, answer));
  });
  // The SDK reuses connections. If this side closed one just then, the SDK would see a lost answer.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.on('error', (error) => options.onProblem(`The endpoint of the services: ${error.message}`));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The endpoint has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(request: IncomingMessage, options: EndpointOptions): Promise<Answer | 'silence' | 'cut off'> {
  if (isCrossSite(originHeadersOf(request))) return failure(403, 'Forbidden', 'Not from a web page');
  const body = await readBody(request);
  // This is how a function opens its connection while it loads. It is not a call, so nothing intercepts or counts it.
  if (request.method === 'GET' && request.url === '/') return HEALTHY;
  const name = String(request.headers['x-amz-target'] ?? '');
  const [prefix = '', action = ''] = name.split('.');
  const service = services[prefix];
  if (service === undefined) return notImitated(name || String(request.url), options);
  const input = parse(body);
  const call: ServiceCall = {
    caller: callerOf(request.headers.authorization),
    session: request.headers['x-amz-security-token']?.toString(),
    service: service.name,
    action,
    input,
  };
  const outcome = await options.intercept(call, (next) =>
    execute(name, next, next.input === input ? body : Buffer.from(JSON.stringify(next.input)), options),
  );
  const { status, body: answer } = typeof outcome === 'string' ? { status: 0, body: '' } : outcome;
  options.ledger.record({ caller: call.caller, service: service.name, action, status, answer });
  return typeof outcome === 'string' ? outcome : { contentType: service.contentType, ...outcome };
}

async function execute(name: string, call: ServiceCall, body: Buffer, options: EndpointOptions): Promise<Outcome> {
  if (call.service === 'sqs') return (await answerQueueCall(call, options.queues)) ?? notImitated(name, options);
  if (call.service === 'events') {
    const answer = call.action === 'PutEvents' ? options.bus.put(call.input) : options.replays.answer(call);
    if (answer === undefined) return notImitated(name, options);
    return { status: answer.status, body: JSON.stringify(answer.body) };
  }
  const answer = await forwardToEngine(options.engineEndpoint, name, body);
  options.failures.note(call.action, answer);
  if (answer.status === 200 && writes.has(call.action)) options.onWrite(body);
  const checksum = answer.headers['x-amz-crc32'];
  const headers: Record<string, string> = typeof checksum === 'string' ? { 'x-amz-crc32': checksum } : {};
  return { status: answer.status, body: answer.body, headers };
}

/** Joins all values of a header: Node.js itself would keep only the first of two `Host` headers. */
function originHeadersOf({ headersDistinct: headers }: IncomingMessage): OriginHeaders {
  const all = (name: string) => headers[name]?.join(',');
  return { host: all('host'), origin: all('origin'), 'sec-fetch-site': all('sec-fetch-site') };
}

function notImitated(what: string, options: EndpointOptions): Answer {
  options.onProblem(`A function made the call ${what}, which is not emulated`);
  return failure(400, 'UnknownOperationException', `${what} is not emulated by the local cloud`);
}

/** The access key id that signed a request. The signature itself is not checked. */
function callerOf(authorization: string | undefined): string | undefined {
  return /Credential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function failure(status: number, type: string, message: string): Answer {
  const body = JSON.stringify({ __type: type, message });
  return { status, body, contentType: 'application/x-amz-json-1.0' };
}

function send(response: ServerResponse, answer: Answer | 'silence' | 'cut off'): void {
  // The caller closes the connection when it gives up.
  if (answer === 'silence') return;
  if (answer === 'cut off') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': Buffer.byteLength(answer.body),
    'x-amzn-requestid': randomUUID(),
    ...answer.headers,
  });
  if (answer.after === undefined) response.end(answer.body);
  else
    response.write(answer.body.slice(0, answer.body.length / 2), () => {
      if (answer.after === 'cut off') response.destroy();
    });
}
