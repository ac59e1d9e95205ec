import { Readable } from 'node:stream';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Misp } from '../../functions/domain/misp.ts';
import { createDynamoDbClient } from '../../functions/storage/dynamodb-client.ts';
import { DynamoDbMispStore } from '../../functions/storage/dynamodb-misp-store.ts';
import { toMispItem } from '../../functions/storage/item-shapes.ts';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import type { Stopwatch } from './stopwatch.ts';

/**
 * The functions' own store in DynamoDB on their own client, with everything that the SDK does, but for the wire: in the place of
 * its HTTP handler stands one that has the answers. It knows one MISP.
 * @param sdk takes the time of the client's calls. @param wire takes that of what would go over the wire.
 */
export function storeWithoutWire(misp: Misp, sdk: Stopwatch, wire: Stopwatch): (deadline: number) => MispStore {
  process.env.AWS_REGION ??= 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  const client = createDynamoDbClient();
  const found = Buffer.from(JSON.stringify({ Item: marshall(toMispItem(misp), { removeUndefinedValues: true }) }));
  const stored = Buffer.from('{}');
  client.config.requestHandler = {
    ...client.config.requestHandler,
    handle: (request) =>
      wire.around(async () => {
        const isGet = request.headers['x-amz-target']?.endsWith('.GetItem') ?? false;
        const headers = { 'content-type': 'application/x-amz-json-1.0' };
        // A stream, as an answer over HTTP is.
        return { response: { statusCode: 200, headers, body: Readable.from([isGet ? found : stored]) } };
      }),
  };
  const timed = new Proxy(client, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'send' || typeof member !== 'function') return member;
      return (...args: unknown[]) => sdk.around(async () => Reflect.apply(member, target, args));
    },
  });
  const tables = { misps: 'misp-bench-misps', outbox: 'misp-bench-audit-outbox' };
  return (deadline) => new DynamoDbMispStore(timed, tables, deadline);
}
