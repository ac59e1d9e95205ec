import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { isRunning, waitForEnd } from './process-tree.ts';
import { functionResource, writeAssembly } from './sample-stack.ts';

test('no process outlives a killed parent', async () => {
  const assembly = writeAssembly({
    Probe: functionResource('probe'),
    Looping: functionResource('looping', { Timeout: 60 }),
  });
  const script = fileURLToPath(new URL('doomed-parent.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--no-warnings', script, assembly.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await once(parent.stdout, 'data');
  const pids = (JSON.parse(String(output)) as { pid: number }[]).map(({ pid }) => pid);
  expect(pids.filter(isRunning)).toEqual(pids);
  parent.kill('SIGKILL');
  expect(await waitForEnd(pids)).toEqual([]);
  assembly.remove();
});
