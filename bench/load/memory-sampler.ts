/**
 * Takes samples of the memory of the process that has started it, and of those below that, every few seconds: a program of its
 * own, since a look through /proc in the gateway's process would be seen in its slowest answers.
 * Message in: any, to end it. Message out: all samples.
 */
import { type MemorySample, sampleMemory } from './memory.ts';

const SAMPLE_EVERY_MS = 5_000;

const samples: MemorySample[] = [];
const take = () => samples.push(sampleMemory(process.ppid));
take();
setInterval(take, SAMPLE_EVERY_MS);
process.once('message', () => {
  take();
  process.send?.(samples, undefined, undefined, () => process.exit());
});
// It ends with the process that started it, however that ends.
process.once('disconnect', () => process.exit());
