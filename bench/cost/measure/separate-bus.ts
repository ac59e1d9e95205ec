import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { EventBus } from '../../../functions/audit/event-bus.ts';
import { EventBridgeBus } from '../../../functions/audit/eventbridge-bus.ts';
import { Rounds } from './rounds.ts';

/** The bus as the publisher knows it, with a count of its calls. */
export interface SeparateBus {
  readonly bus: EventBus;
  readonly rounds: Rounds;
  stop(): void;
}

/** The real client of EventBridge, on a bus in a process of its own. */
export async function startSeparateBus(): Promise<SeparateBus> {
  const program = fork(fileURLToPath(new URL('bus-program.ts', import.meta.url)), {
    execArgv: ['--no-warnings'],
  });
  const [url] = await once(program, 'message');
  const client = new EventBridgeClient({
    endpoint: String(url),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const rounds = new Rounds();
  const real = new EventBridgeBus(client, 'misp-audit');
  return {
    bus: { put: (events) => rounds.count(() => real.put(events)) },
    rounds,
    stop: () => {
      client.destroy();
      program.disconnect();
    },
  };
}
