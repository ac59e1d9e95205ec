import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Misp } from '../../functions/domain/misp.ts';
import { toMispItem } from '../../functions/storage/item-shapes.ts';

/**
 * An endpoint of DynamoDB with canned answers: every GetItem finds the same MISP, and nothing is stored. So the store takes
 * almost no processor time.
 */
export async function startCannedStore(misp: Misp): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const found = JSON.stringify({ Item: marshall(toMispItem(misp), { removeUndefinedValues: true }) });
  const server = createServer((request, response) => {
    const isGet = String(request.headers['x-amz-target']).endsWith('.GetItem');
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(isGet ? found : '{}');
    });
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
