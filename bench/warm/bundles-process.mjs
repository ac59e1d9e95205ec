/**
 * Answers one event with several bundles in one warm process, in turn, and measures each turn. Plain JavaScript, so that
 * the process compiles only the bundles.
 *
 * Message in: { bundles, event, context, warmUp, turns, answersPerTurn }.
 * Message out: { durations: [[{ wallMs, cpuMs }, ...], ...], answers } or { error }. A duration is the mean of one answer in its turn.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

process.once('message', async ({ bundles, event, context, warmUp, turns, answersPerTurn }) => {
  try {
    const handlers = [];
    for (const path of bundles) {
      handlers.push((path.endsWith('.cjs') ? require(path) : await import(pathToFileURL(path).href)).handler);
    }
    const durations = handlers.map(() => []);
    const answers = [];
    for (let round = -warmUp; round < turns; round += 1) {
      // The order changes with each round, so that no bundle always comes first, or after the same other one.
      const first = (round + warmUp) % handlers.length;
      const order = [...handlers.keys()].map((turn) => (turn + first) % handlers.length);
      if (round % 2 === 0) order.reverse();
      for (const turn of order) {
        const cpuBefore = process.cpuUsage();
        const start = performance.now();
        for (let count = 0; count < answersPerTurn; count += 1) {
          answers[turn] = await handlers[turn](structuredClone(event), {
            ...context,
            getRemainingTimeInMillis: () => 10_000,
          });
        }
        const wallMs = (performance.now() - start) / answersPerTurn;
        const { user, system } = process.cpuUsage(cpuBefore);
        if (round >= 0) durations[turn].push({ wallMs, cpuMs: (user + system) / 1000 / answersPerTurn });
      }
    }
    process.send({ durations, answers }, () => process.exit());
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) }, () => process.exit(1));
  }
});
