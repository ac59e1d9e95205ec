/**
 * A fresh process that loads one bundle and answers one event, as a new execution environment of Lambda does, and tells how
 * long both took. Plain JavaScript, so that nothing but the bundle is compiled in it.
 *
 * Message in: { bundle, event, context, remainingMs }. Message out: { loadMs, answerMs, cpuMs, answer, memoryBytes } or { error }.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

process.once('message', async ({ bundle, event, context, remainingMs }) => {
  try {
    const cpuBefore = process.cpuUsage();
    const start = performance.now();
    const loaded = bundle.endsWith('.cjs')
      ? createRequire(import.meta.url)(bundle)
      : await import(pathToFileURL(bundle).href);
    const isLoaded = performance.now();
    const answer = await loaded.handler(event, { ...context, getRemainingTimeInMillis: () => remainingMs });
    const isAnswered = performance.now();
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpuMs = (user + system) / 1000;
    const times = { loadMs: isLoaded - start, answerMs: isAnswered - isLoaded, cpuMs };
    process.send({ ...times, answer, memoryBytes: process.memoryUsage.rss() }, () => process.exit());
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) }, () => process.exit(1));
  }
});
