/** Sends requests to the service: a program of its own, forked by `traffic.ts`, so that it takes no time from the gateway's process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '../../test/support/random.ts';
import { HttpCaller } from './http-caller.ts';
import { type MixedRequest, mixedRequests } from './mix.ts';
import { monotonicMs } from './monotonic.ts';
import type { Reply, TrafficOrder } from './order.ts';

type Send = (next: MixedRequest, dueMs: number) => Promise<Reply>;

async function runOrder(order: TrafficOrder): Promise<readonly Reply[]> {
  const caller = new HttpCaller(order.baseUrl, order.token);
  const requests = mixedRequests(order.targets, randomFrom(order.seed));
  const send: Send = async (next, dueMs) => {
    const reply = await caller.send(next);
    return { operation: next.operation, dueMs, ...reply };
  };
  const next = () => requests.next().value;
  try {
    const { arrivals, seconds } = order;
    return arrivals.kind === 'open'
      ? await sendWhenDue(arrivals.perSecond, seconds, next, send)
      : await sendInTurn(arrivals.callers, seconds, next, send);
  } finally {
    caller.stop();
  }
}

async function sendWhenDue(perSecond: number, seconds: number, next: () => MixedRequest, send: Send) {
  const begin = monotonicMs();
  const count = Math.max(1, Math.round(perSecond * seconds));
  const underWay: Promise<Reply>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueMs = begin + (index * 1000) / perSecond;
    const wait = dueMs - monotonicMs();
    if (wait > 0) await sleep(wait);
    underWay.push(send(next(), dueMs));
  }
  return Promise.all(underWay);
}

async function sendInTurn(callers: number, seconds: number, next: () => MixedRequest, send: Send) {
  const end = monotonicMs() + seconds * 1000;
  const replies: Reply[] = [];
  const call = async () => {
    for (let now = monotonicMs(); now < end; now = monotonicMs()) replies.push(await send(next(), now));
  };
  await Promise.all(Array.from({ length: callers }, call));
  return replies;
}

process.on('message', (order: TrafficOrder) => {
  runOrder(order).then(
    (replies) => process.send?.({ replies }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
// It ends with the process that started it, however that ends.
process.on('disconnect', () => process.exit());
