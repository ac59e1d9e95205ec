import { describe, expect, test } from '@jest/globals';
import { operationHandler } from '../../../functions/http/operation-handler.ts';
import { contract as getContract } from '../../../functions/lambdas/get-misp/contract.ts';
import { getMisp } from '../../../functions/lambdas/get-misp/get-misp.ts';
import { contract as listContract } from '../../../functions/lambdas/list-misps/contract.ts';
import { listMisps } from '../../../functions/lambdas/list-misps/list-misps.ts';
import {
  request as register,
  registering,
  registerMisp,
} from '../../../functions/lambdas/register-misp/register-misp.ts';
import { operations } from '../../../functions/operations.ts';
import { CounterBehind, StoreRefused, StoreUnavailable } from '../../../functions/storage/misp-store.ts';
import { gatewayEvent, lambdaContext } from '../../support/gateway-event.ts';
import type { StoreCall } from '../../support/in-memory-misp-store.ts';
import { NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { sampleRequests } from '../../support/sample-requests.ts';
import { InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

const key = sampleKey(1);
const path = { mispId: '100' };

const names = operations.map(({ name }) => name);

function serving() {
  const service = new InMemoryService();
  service.store.seed(sampleMisp({ licenses: [sampleLicense()] }));
  return service;
}
const failAt = (service: InMemoryService, calls: readonly StoreCall[], error: Error) => {
  service.store.hooks = {
    before: (call) => {
      if (calls.includes(call)) throw error;
    },
  };
};

describe.each(names)('%s', (name) => {
  test('answers, and leaves one audit row and one line', async () => {
    const service = serving();
    const answer = await service.send(name, { ...sampleRequests[name], requestId: 'request-5' });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ errors: [] });
    expect(service.store.rows).toHaveLength(1);
    expect(service.store.rows[0]).toMatchObject({
      id: expect.stringMatching(`^${name}#`),
      at: NOW,
      requestId: 'request-5',
      caller: { userId: 'ada-7', userName: 'Ada Admin' },
      hostName: `misp-test-${name}`,
      hostIp: '203.0.113.9',
      catalogVersion: 1,
    });
    expect(service.logged).toEqual([
      {
        level: 'INFO',
        line: {
          event: 'request-answered',
          operation: name,
          requestId: 'request-5',
          outcome: 'success',
          durationMs: expect.any(Number),
        },
      },
    ]);
    expect(service.counted).toEqual([]);
  });

  test('answers in the shape of its contract', async () => {
    const { json } = await serving().send(name, sampleRequests[name]);
    const contract = operations.find((operation) => operation.name === name)!;
    expect(contract.answer.safeParse((json as { response: unknown }).response).success).toBe(true);
  });

  test('discloses nothing if its audit cannot be stored: 503', async () => {
    const service = serving();
    failAt(service, ['putRow', 'commit'], new StoreUnavailable('the table misps-prod is away'));
    const answer = await service.send(name, sampleRequests[name]);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.json).toMatchObject({
      response: null,
      errors: [{ errorCode: 'PMS_COR_003', message: 'Could not process the request' }],
    });
    expect(answer.text).not.toMatch(/misps-prod|Key1x|Celltel/);
    expect(service.store.peek('100')).toEqual(sampleMisp({ licenses: [sampleLicense()] }));
    expect(service.counted).toEqual([{ StoreUnavailable: 1 }]);
    expect(service.logged).toEqual([
      { level: 'ERROR', line: expect.objectContaining({ event: 'request-failed', errorName: 'StoreUnavailable' }) },
    ]);
  });

  test('answers 500 to unexpected errors, without their text', async () => {
    const service = serving();
    failAt(service, ['putRow', 'commit'], new RangeError(`no room for ${key}`));
    const answer = await service.send(name, sampleRequests[name]);
    expect(answer.status).toBe(500);
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(answer.text).not.toMatch(/RangeError|no room|Key1x|\.ts/);
    expect(service.traces).toContain('RangeError');
    expect(service.traces).not.toContain(key);
    expect(service.counted).toEqual([{ RequestsFailed: 1 }]);
  });
});

test('an operation with idempotency keys must be able to repeat its answers', () => {
  const { store } = serving();
  const log = () => undefined;
  const bound = { errorCodes: '1.1.4', clock: () => NOW, storeUntil: () => store, log, metrics: log } as const;
  expect(() => operationHandler(register, registerMisp, bound)).toThrow('register-misp must have both');
  expect(() => operationHandler(register, registerMisp, bound, registering)).not.toThrow();
});

describe('a store that fails', () => {
  test('while reading is a 503 in both forms, with Retry-After', async () => {
    const service = serving();
    failAt(service, ['get'], new StoreUnavailable('away'));
    const inEnvelope = await service.send('update-misp-status', sampleRequests['update-misp-status']);
    expect(inEnvelope.json).toEqual(refused('PMS_COR_003', 'Could not process the request'));
    const headers = { accept: 'application/problem+json' };
    const problem = await service.send('update-misp-status', { ...sampleRequests['update-misp-status'], headers });
    expect(problem.status).toBe(503);
    expect(problem.headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json' });
    expect(problem.json).toEqual({
      type: 'urn:mosip:pms:misp:temporarily-unavailable',
      title: 'Temporarily unavailable',
      status: 503,
      detail: 'Could not process the request',
      code: 'PMS_COR_003',
      requestId: 'JKJaXmPLvHcESHA=',
      errors: [],
    });
    expect(service.store.rows).toEqual([]);
  });

  test('after storing a change with a lost answer shows the change to the retry', async () => {
    const service = serving();
    service.store.hooks = {
      after: (call) => {
        if (call === 'commit') throw new StoreUnavailable('line cut');
      },
    };
    expect((await service.send('process-misp-status', sampleRequests['process-misp-status'])).status).toBe(503);
    service.store.hooks = {};
    const again = await service.send('process-misp-status', sampleRequests['process-misp-status']);
    expect(again.json).toMatchObject({ errors: [{ message: 'Misp already rejected' }] });
  });

  test.each([
    ['because of a missing grant', new StoreRefused('no grant for misps-prod')],
    ['because the counter is behind the table', new CounterBehind('id 100')],
  ])('%s is a 503 with an immediate alarm', async (_, error) => {
    const service = serving();
    failAt(service, ['putRow', 'commit'], error);
    const answer = await service.send('update-misp', sampleRequests['update-misp']);
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
    expect(answer.text).not.toMatch(/misps-prod|grant|id 100/);
    expect(service.counted).toEqual([{ RequestsFailed: 1 }]);
    expect(service.logged[0]?.line).toMatchObject({ errorName: error.name });
  });

  test('with five lost races is a 503', async () => {
    const service = serving();
    service.store.hooks = {
      before: (call) => {
        const misp = service.store.peek('100')!;
        if (call === 'commit') service.store.seed({ ...misp, version: misp.version + 1 });
      },
    };
    const answer = await service.send('update-misp', sampleRequests['update-misp']);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(service.counted).toEqual([{ RequestsContended: 1 }]);
    expect(service.store.rows).toEqual([]);
  });

  test('to store a MISP that is too large is a refusal that is counted for its alarm', async () => {
    const service = serving();
    service.store.roomForLicenses = 0;
    const answer = await service.send('process-misp-status', sampleRequests['process-misp-status']);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(refused('PMS_MSP_905', 'MISP is too large to change'));
    expect(service.store.rows.map(({ outcome, trail }) => [outcome, trail])).toEqual([
      [
        'PMS_MSP_905',
        [
          ['104-called', '100'],
          ['463', '100'],
        ],
      ],
    ]);
    expect(service.counted).toEqual([{ MispItemTooLarge: 1 }]);
  });
});

describe('a refusal', () => {
  test('is logged by its code', async () => {
    const service = serving();
    await service.send('get-misp', { path: { mispId: '999' } });
    expect(service.logged).toEqual([
      { level: 'INFO', line: expect.objectContaining({ event: 'request-answered', outcome: 'PMS_MSP_005' }) },
    ]);
  });
});

describe("a request's time", () => {
  test("is the function's remaining time, minus that for the answer", async () => {
    const service = serving();
    const deadlines: number[] = [];
    const handler = operationHandler(getContract, getMisp('full'), {
      errorCodes: '1.1.4',
      clock: () => NOW,
      storeUntil: (deadline) => {
        deadlines.push(deadline);
        return service.store;
      },
      log: () => undefined,
      metrics: () => undefined,
    });
    const before = performance.now();
    await handler(gatewayEvent({ method: 'GET', route: getContract.path, path }), lambdaContext('f', 8000));
    const left = deadlines[0]! - before;
    expect(left).toBeGreaterThan(6000);
    expect(left).toBeLessThan(8000);
  });

  test('is read once: all records of a request have the same time', async () => {
    const service = serving();
    let ticks = 0;
    Object.defineProperty(service, 'now', {
      get: () => {
        ticks += 1;
        return NOW + ticks;
      },
    });
    await service.send('update-misp-status', sampleRequests['update-misp-status']);
    expect(service.store.rows[0]?.at).toBe(NOW + 1);
    expect(service.store.peek('100')?.updatedAt).toBe(NOW + 1);
  });

  test('is not spent on a request without an authorizer: no caller, no answer', async () => {
    const service = serving();
    const handler = operationHandler(listContract, listMisps('full'), {
      errorCodes: '1.1.4',
      clock: () => NOW,
      storeUntil: () => service.store,
      log: () => undefined,
      metrics: () => undefined,
    });
    const event = gatewayEvent({ method: 'GET', route: listContract.path });
    Reflect.deleteProperty(event.requestContext, 'authorizer');
    const answer = await handler(event, lambdaContext());
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer error="invalid_token"' });
    expect(JSON.parse(answer.body ?? '')).toEqual(refused('KER-ATH-401', 'Authentication Failed', NO_ECHO));
    expect(service.store.calls).toEqual([]);
  });
});
