/**
 * Answers one event by several bundles in one warm process, in turn, and tells how long each answer took. Plain JavaScript, so
 * that nothing but the bundles is compiled in it.
 *
 * Message in: { bundles, event, context, warmUp, count }. Message out: { answersMs: [[...], ...], answers } or { error }.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

process.once('message', async ({ bundles, event, context, warmUp, count }) => {
  try {
    const handlers = [];
    for (const path of bundles) {
      handlers.push((path.endsWith('.cjs') ? require(path) : await import(pathToFileURL(path).href)).handler);
    }
    const answersMs = handlers.map(() => []);
    const answers = [];
    for (let round = -warmUp; round < count; round += 1) {
      // Each round begins with the next one and goes the other way round: none always comes first, or after the same one.
      const first = (round + warmUp) % handlers.length;
      const turns = [...handlers.keys()].map((turn) => (turn + first) % handlers.length);
      if (round % 2 === 0) turns.reverse();
      for (const turn of turns) {
        const start = performance.now();
        answers[turn] = await handlers[turn](structuredClone(event), {
          ...context,
          getRemainingTimeInMillis: () => 10_000,
        });
        if (round >= 0) answersMs[turn].push(performance.now() - start);
      }
    }
    process.send({ answersMs, answers }, () => process.exit());
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) }, () => process.exit(1));
  }
});
