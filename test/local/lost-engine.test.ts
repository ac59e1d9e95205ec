import { afterEach, expect, jest, test } from '@jest/globals';
import { type LocalCloud, startLocalCloud } from '../../local/local-cloud.ts';
import { register } from './calls-in-test.ts';
import { descendantsRunning } from './process-tree.ts';

jest.setTimeout(60_000);
let cloud: LocalCloud | undefined;
afterEach(() => cloud?.stop());

const engines = () => descendantsRunning(process.pid, /^\S*\/dynoxide serve/);

test('a killed engine is reported once, and every request is answered at once', async () => {
  const others = engines();
  const problems: string[] = [];
  let lose: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  cloud = await startLocalCloud({
    engine: 'dynoxide',
    onProblem: (text) => problems.push(text),
    onLost: () => lose(),
  });
  for (const id of engines().filter((one) => !others.includes(one))) process.kill(id, 'SIGKILL');
  await lost;
  const started = performance.now();
  expect((await register(cloud, 'Too late')).status).toBe(503);
  expect((await fetch(`${cloud.url}/_local/outbox`)).status).toBe(503);
  // A function that still tried to reach it would go on for nine seconds.
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(problems.filter((text) => text.startsWith('The DynamoDB engine (dynoxide) has ended'))).toEqual([
    'The DynamoDB engine (dynoxide) has ended: it was killed by SIGKILL. The local cloud cannot continue.',
  ]);
});

test('one that ends during the start is named as the reason of the failure', async () => {
  const others = engines();
  const starting = startLocalCloud({
    engine: 'dynoxide',
    onProblem: () => undefined,
    // Between the start of the engine and that of the local cloud.
    get lag() {
      for (const id of engines().filter((one) => !others.includes(one))) process.kill(id, 'SIGKILL');
      return { indexes: 100 };
    },
  });
  await expect(starting).rejects.toThrow('The DynamoDB engine (dynoxide) has ended: it was killed by SIGKILL');
});
