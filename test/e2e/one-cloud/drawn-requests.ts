import { expect, test } from '@jest/globals';
import { runDocument } from '../../../proofs/document/run-document.ts';
import { publishedDocument } from '../../support/answers-as-documented.ts';
import { driver } from './cloud.ts';

/** Proof 16, small. Without planted faults: `npm run prove` checks that it catches them. */
test('requests drawn from the OpenAPI document alone are answered as it says', async () => {
  const drawn = { requests: 500, seed: 1, progress: () => undefined };
  const { figures, violations } = await runDocument(driver, drawn, publishedDocument());
  expect(violations).toEqual([]);
  expect(figures).toMatchObject({ requests: 500, 'operations that succeeded': 12 });
});
