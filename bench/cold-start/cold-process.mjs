/**
 * A fresh process that loads one bundle and answers one event, as a new execution environment of Lambda does, and measures both.
 * Plain JavaScript, so that nothing but the bundle is compiled in it.
 *
 * First message in: { bundle }, out: { load }. Second message in: { event, context, remainingMs, clockOffsetMs },
 * out: { answer, took, memoryBytes }. `load` and `took` are { wallMs, cpuMs }; in place of any message out: { error }.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

let loaded;

process.on('message', async (message) => {
  try {
    if (loaded === undefined) {
      const measured = await measure(() => load(message.bundle));
      loaded = measured.result;
      process.send({ load: measured.took });
      return;
    }
    const { event, context, remainingMs, clockOffsetMs } = message;
    if (clockOffsetMs > 0) moveClock(clockOffsetMs);
    const { result, took } = await measure(() =>
      loaded.handler(event, { ...context, getRemainingTimeInMillis: () => remainingMs }),
    );
    process.send({ answer: result, took, memoryBytes: process.memoryUsage.rss() }, () => process.exit());
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) }, () => process.exit(1));
  }
});

function load(bundle) {
  return bundle.endsWith('.cjs') ? createRequire(import.meta.url)(bundle) : import(pathToFileURL(bundle).href);
}

/** Processor time is that of all threads. */
async function measure(work) {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { result, took: { wallMs, cpuMs: (user + system) / 1000 } };
}

function moveClock(offsetMs) {
  const now = Date.now;
  Date.now = () => now() + offsetMs;
}
