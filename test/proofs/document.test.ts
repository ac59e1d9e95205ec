import { expect, test } from '@jest/globals';
import { document } from '../../proofs/document/proof.ts';

/** Proof 16, small. Without planted faults: `npm run prove` checks that it catches them. */
test('requests drawn from the OpenAPI document alone are answered as it says', async () => {
  const { figures, violations } = await document.run({ size: 'brief', seed: 1, progress: () => undefined });
  expect(violations).toEqual([]);
  expect(figures).toMatchObject({ requests: 500, 'operations that succeeded': 12 });
});
