import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** An answer as received. */
export interface EngineAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An error answer of the engine. */
export class EngineError extends Error {
  readonly status: number;
  /** The error's short name, for example `ResourceNotFoundException`. */
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(`${type}: ${message}`);
    this.name = 'EngineError';
    this.status = status;
    this.type = type;
  }
}

// This side closes idle connections after ten seconds, before DynamoDB Local does (30 s). A request on a connection
// that the other side is just closing could not tell whether it was executed.
const agent = new Agent({ keepAlive: true, timeout: 10_000 });

/**
 * Both engines require a signature but do not check it. It is constant, because an external engine (DYNAMODB_ENDPOINT)
 * may keep separate tables for each access key and region.
 */
export const signatureHeaders = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00',
  'x-amz-date': '20260101T000000Z',
} as const;

/**
 * Sends a request to the engine and returns its answer, errors included.
 * @param target the value of `X-Amz-Target`, for example `DynamoDB_20120810.PutItem`.
 * @throws Error of the connection if there is no answer.
 */
export function forwardToEngine(endpoint: string, target: string, body: Buffer | string): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(
      endpoint,
      {
        method: 'POST',
        agent,
        headers: {
          ...signatureHeaders,
          'x-amz-target': target,
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

/**
 * Calls an action of the engine.
 * @returns the parsed answer, unchecked.
 * @throws EngineError if the engine answers with an error.
 */
export async function callEngine(endpoint: string, target: string, input: unknown): Promise<unknown> {
  const answer = await forwardToEngine(endpoint, target, JSON.stringify(input));
  const output: unknown = JSON.parse(answer.body.toString());
  if (answer.status === 200) return output;
  const fields = new Map(Object.entries(output ?? {}));
  const type = String(fields.get('__type') ?? 'UnknownError');
  throw new EngineError(
    answer.status,
    type.slice(type.lastIndexOf('#') + 1),
    String(fields.get('message') ?? fields.get('Message') ?? ''),
  );
}
