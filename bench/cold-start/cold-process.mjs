/**
 * Loads one bundle in a fresh process and answers one event, like a new execution environment of Lambda, and measures both.
 * Plain JavaScript, so that the process compiles only the bundle.
 *
 * First message in: { bundle }, out: { load }. Second message in: { event, context, remainingMs, clockOffsetMs },
 * out: { answer, firstAnswer, memoryBytes }. `load` and `firstAnswer` are { wallMs, cpuMs }. After a failure, the message is { error }.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

let loaded;

process.on('message', async (message) => {
  try {
    if (loaded === undefined) {
      const measured = await measure(() => load(message.bundle));
      loaded = measured.result;
      process.send({ load: measured.duration });
      return;
    }
    const { event, context, remainingMs, clockOffsetMs } = message;
    if (clockOffsetMs > 0) moveClock(clockOffsetMs);
    const { result, duration } = await measure(() =>
      loaded.handler(event, { ...context, getRemainingTimeInMillis: () => remainingMs }),
    );
    process.send({ answer: result, firstAnswer: duration, memoryBytes: process.memoryUsage.rss() }, () =>
      process.exit(),
    );
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) }, () => process.exit(1));
  }
});

function load(bundle) {
  return bundle.endsWith('.cjs') ? createRequire(import.meta.url)(bundle) : import(pathToFileURL(bundle).href);
}

/** Processor time counts all threads. */
async function measure(work) {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { result, duration: { wallMs, cpuMs: (user + system) / 1000 } };
}

function moveClock(offsetMs) {
  const now = Date.now;
  Date.now = () => now() + offsetMs;
}
