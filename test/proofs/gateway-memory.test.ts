import { expect, test } from '@jest/globals';
import { GatewayMemory } from '../../proofs/bad-input/gateway-memory.ts';

/** Enough that 20 KB of each is above what the judge allows: 10 KB of each, and 16 MB. */
const REQUESTS = 2400;

/** What the judge says if each request leaves something. */
function judged(left: () => unknown): readonly string[] {
  const kept: unknown[] = [];
  const memory = new GatewayMemory();
  memory.read(0);
  for (let request = 0; request < REQUESTS; request += 1) kept.push(left());
  memory.read(REQUESTS);
  expect(kept).toHaveLength(REQUESTS);
  return memory.violations;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 0.5);

test.each([
  ['buffers', () => Buffer.alloc(20_000, 7)],
  ['values', () => numbers(2500)],
])('a gateway that keeps 20 KB of each request is found: %s', (_what, left) => {
  expect(judged(left)).toEqual([expect.stringMatching(/^The gateway keeps (19|2\d) KB of each request, \d+ MB$/)]);
});

test('what the proof keeps on purpose and what is not collected yet do not count', () => {
  expect(judged(() => (numbers(2500).length > 0 ? numbers(250) : undefined))).toEqual([]);
});
