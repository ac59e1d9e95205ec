import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Admit } from './admission.ts';
import type { EventBus } from './bus/event-bus.ts';
import type { CallLedger } from './call-ledger.ts';
import { forwardToEngine } from './engines/engine-request.ts';
import { answerQueueCall } from './queue-service.ts';
import type { Queues } from './queues.ts';

/** The one address of all services of AWS on this machine. */
export interface Endpoint {
  /** For AWS_ENDPOINT_URL. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface EndpointOptions {
  readonly engineEndpoint: string;
  readonly bus: EventBus;
  readonly queues: Queues;
  readonly admit: Admit;
  readonly ledger: CallLedger;
  /** Called when a request has written to the engine, before it is answered. */
  onWrite(body: Buffer): void;
  onProblem(text: string): void;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer | string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}
interface Target {
  readonly service: 'dynamodb' | 'events';
  readonly action: string;
}

const services: Readonly<Record<string, { readonly name: Target['service']; readonly contentType: string }>> = {
  DynamoDB_20120810: { name: 'dynamodb', contentType: 'application/x-amz-json-1.0' },
  AWSEvents: { name: 'events', contentType: 'application/x-amz-json-1.1' },
};
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
  // The SDK keeps its connections; one that this side closes meanwhile would be met as a lost answer.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
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

async function handle(request: IncomingMessage, options: EndpointOptions): Promise<Answer> {
  const body = await readBody(request);
  const name = String(request.headers['x-amz-target'] ?? '');
  const [prefix = '', action = ''] = name.split('.');
  const caller = callerOf(request.headers.authorization);
  const ofQueues = prefix === 'AmazonSQS' ? await answerQueueCall({ action, caller, body }, options) : undefined;
  if (ofQueues !== undefined) return ofQueues;
  const service = services[prefix];
  if (service === undefined || (service.name === 'events' && action !== 'PutEvents')) {
    options.onProblem(`A function called ${name || request.url}, which is not imitated`);
    return failure(400, 'UnknownOperationException', `${name || request.url} is not imitated by the local cloud`);
  }
  const answer = await carryOut(name, { service: service.name, action }, caller, body, options);
  options.ledger.record({ caller, service: service.name, action, status: answer.status, answer: answer.body });
  return { contentType: service.contentType, headers: {}, ...answer };
}

async function carryOut(
  name: string,
  { service, action }: Target,
  caller: string | undefined,
  body: Buffer,
  options: EndpointOptions,
): Promise<Pick<Answer, 'status' | 'body'> & Partial<Answer>> {
  const input = parse(body);
  const admission = await options.admit({ caller, service, action, input });
  if (!admission.admitted) return { status: admission.status, body: JSON.stringify(admission.body) };
  if (service === 'events') {
    const answer = options.bus.put(input);
    return { status: answer.status, body: JSON.stringify(answer.body) };
  }
  const answer = await forwardToEngine(options.engineEndpoint, name, body);
  if (answer.status === 200 && writes.has(action)) options.onWrite(body);
  const checksum = answer.headers['x-amz-crc32'];
  const headers: Record<string, string> = typeof checksum === 'string' ? { 'x-amz-crc32': checksum } : {};
  return { status: answer.status, body: answer.body, headers };
}

/** The access key id that a request is signed with. The signature itself is not checked. */
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
  return { status, body, contentType: 'application/x-amz-json-1.0', headers: {} };
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': Buffer.byteLength(answer.body),
    'x-amzn-requestid': randomUUID(),
    ...answer.headers,
  });
  response.end(answer.body);
}
