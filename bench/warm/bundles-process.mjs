/**
 * Answers one event by several bundles in one warm process, in turn, and measures each turn. Plain JavaScript, so that nothing but the
 * bundles is compiled in it.
 *
 * Message in: { bundles, event, context, warmUp, turns, answersOfTurn }.
 * Message out: { took: [[{ wallMs, cpuMs }, ...], ...], answers } or { error }; times are of one answer, the mean of its turn.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

process.once('message', async ({ bundles, event, context, warmUp, turns, answersOfTurn }) => {
  try {
    const handlers = [];
    for (const path of bundles) {
      handlers.push((path.endsWith('.cjs') ? require(path) : await import(pathToFileURL(path).href)).handler);
    }
    const took = handlers.map(() => []);
    const answers = [];
    for (let round = -warmUp; round < turns; round += 1) {
      // Each round begins with the next one and goes the other way round: none always comes first, or after the same one.
      const first = (round + warmUp) % handlers.length;
      const order = [...handlers.keys()].map((turn) => (turn + first) % handlers.length);
      if (round % 2 === 0) order.reverse();
      for (const turn of order) {
        const cpuBefore = process.cpuUsage();
        const start = performance.now();
        for (let count = 0; count < answersOfTurn; count += 1) {
          answers[turn] = await handlers[turn](structuredClone(event), {
            ...context,
            getRemainingTimeInMillis: () => 10_000,
          });
        }
        const wallMs = (performance.now() - start) / answersOfTurn;
        const { user, system } = process.cpuUsage(cpuBefore);
        if (round >= 0) took[turn].push({ wallMs, cpuMs: (user + system) / 1000 / answersOfTurn });
      }
    }
    process.send({ took, answers }, () => process.exit());
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) }, () => process.exit(1));
  }
});
