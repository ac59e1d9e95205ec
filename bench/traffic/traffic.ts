import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LocalCloudDriver } from '../../test/e2e/local-cloud-driver.ts';
import { killAfter } from '../child-process.ts';
import { arrangeTargets } from './arrange-targets.ts';
import type { Reply, TrafficOrder } from './order.ts';

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url));

/** How long the answers may take, even if far more requests arrive than the machine can handle. */
const limitMs = (seconds: number) => 120_000 + 6 * seconds * 1000;

type Outcome = { readonly replies: readonly Reply[] } | { readonly failed: string };

/** Requests to a running local cloud, sent by a separate process. */
export interface Traffic {
  /**
   * Sends requests for some time. One order at a time.
   * @returns all replies, when the last request is answered.
   * @throws Error when that takes several times as long as it should; nothing more can be sent then.
   */
  send(arrivals: TrafficOrder['arrivals'], seconds: number): Promise<readonly Reply[]>;
  stop(): Promise<void>;
}

/** Registers what the requests are about and starts the process that sends them. */
export async function startTraffic(driver: LocalCloudDriver): Promise<Traffic> {
  const { baseUrl } = driver.cloud;
  const misps = await arrangeTargets(driver);
  const token = await driver.cloud.token();
  const child = fork(GENERATOR, { execArgv: ['--no-warnings'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let orders = 0;
  return {
    send: async (arrivals, seconds) => {
      orders += 1;
      const targets = { ...misps, stem: `Newcomer ${orders}` };
      const order: TrafficOrder = { baseUrl, token, targets, seed: orders, seconds, arrivals };
      const answered = new Promise<Outcome>((resolve) => {
        child.once('message', (message: Outcome) => resolve(message));
      });
      child.send(order);
      let end = 'its process ended';
      const clearLimit = killAfter(child, limitMs(seconds), () => {
        end = `requests of ${seconds} s were not answered in ${limitMs(seconds) / 1000} s`;
      });
      const outcome = await Promise.race([answered, ended.then((): Outcome => ({ failed: end }))]);
      clearLimit();
      if ('failed' in outcome) throw new Error(`The generator of traffic failed: ${outcome.failed}`);
      return outcome.replies;
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
