import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { startServer } from '../../local/gateway/server.ts';
import { startLocalCloud } from '../../local/local-cloud.ts';
import { call, register } from './calls-in-test.ts';
import { descendantsOf, waitForEnd } from './process-tree.ts';

jest.setTimeout(60_000);
/** So short that no schedule is due. */
const ahead = 20_000;

test('state, ids, tokens and the clock survive a restart with a data folder, which only one local cloud can use at a time', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'local-cloud-test-'));
  const before = descendantsOf(process.pid);
  const first = await startLocalCloud({ dataFolder, errorCodes: '1.0' });
  const token = await first.token();
  await register(first, 'Kept');
  await first.clock.advance(ahead);
  await first.idle();
  const events = first.events();
  const { port } = new URL(first.url);
  const processes = descendantsOf(process.pid).filter((id) => !before.includes(id));
  expect(processes.length).toBeGreaterThan(3);
  await first.stop();
  expect(await waitForEnd(processes, 500)).toEqual([]);
  const second = await startLocalCloud({ dataFolder, port: Number(port), errorCodes: '1.0', lag: { indexes: 5 } });
  try {
    const list = await call(`${second.baseUrl}/misps`, { headers: { authorization: `Bearer ${token}` } });
    expect(list.body).toMatchObject({ response: [{ misp: { name: 'Kept', id: '100' } }] });
    expect(second.events().slice(0, events.length)).toEqual(events);
    expect(second.lag.times).toEqual({ indexes: 5, eventualReads: 0 });
    expect(second.clock.offset).toBe(ahead);
    const asked = Date.now();
    const { body } = await register(second, 'kept');
    // The other generation of error codes, at the time of the moved clock.
    expect(body).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_003' }] });
    expect(Date.parse((body as { responsetime: string }).responsetime) - asked).toBeGreaterThanOrEqual(ahead);
    await expect(startLocalCloud({ dataFolder })).rejects.toThrow('is in use by another local cloud');
  } finally {
    await second.stop();
    rmSync(dataFolder, { recursive: true });
  }
});

test('a start that fails leaves nothing running', async () => {
  const before = descendantsOf(process.pid);
  const server = await startServer(0, () => undefined);
  await expect(startLocalCloud({ port: server.port })).rejects.toThrow(`Port ${server.port} is taken`);
  await server.stop();
  await expect(startLocalCloud({ assemblyFolder: tmpdir() })).rejects.toThrow('holds');
  const left = descendantsOf(process.pid).filter((id) => !before.includes(id));
  expect(await waitForEnd(left)).toEqual([]);
});
