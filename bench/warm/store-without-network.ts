import { marshall } from '@aws-sdk/util-dynamodb';
import type { Misp } from '../../functions/domain/misp.ts';
import { createDocumentClient } from '../../functions/storage/document-client.ts';
import { DynamoDbMispStore } from '../../functions/storage/dynamodb-misp-store.ts';
import { toMispItem } from '../../functions/storage/item-shapes.ts';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import type { Stopwatch } from './stopwatch.ts';

/**
 * The functions' own DynamoDB store and client, with everything that the SDK does except for the network: the client's HTTP
 * handler is replaced by one with canned answers. It knows one MISP.
 * @param sdk measures the client's calls. @param network measures the HTTP handler.
 */
export function storeWithoutNetwork(misp: Misp, sdk: Stopwatch, network: Stopwatch): (deadline: number) => MispStore {
  process.env.AWS_REGION ??= 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  const client = createDocumentClient();
  const found = Buffer.from(JSON.stringify({ Item: marshall(toMispItem(misp), { removeUndefinedValues: true }) }));
  const stored = Buffer.from('{}');
  client.config.requestHandler = {
    ...client.config.requestHandler,
    handle: (request) =>
      network.measure(async () => {
        const isGet = request.headers['x-amz-target']?.endsWith('.GetItem') ?? false;
        const headers = { 'content-type': 'application/x-amz-json-1.0' };
        // Read to its end, as the client's own handler gives it (functions/sdk/streamline.ts).
        return { response: { statusCode: 200, headers, body: isGet ? found : stored } };
      }),
  };
  const timed = new Proxy(client, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'send' || typeof member !== 'function') return member;
      return (...args: unknown[]) => sdk.measure(async () => Reflect.apply(member, target, args));
    },
  });
  const tables = { misps: 'misp-bench-misps', outbox: 'misp-bench-audit-outbox' };
  return (deadline) => new DynamoDbMispStore(timed, tables, deadline);
}
