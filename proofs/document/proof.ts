import { startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { publishedDocument } from '../../test/support/answers-as-documented.ts';
import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { type Exchange, runDocument } from './run-document.ts';

const requests: Readonly<Record<ProofSize, number>> = { brief: 500, default: 2000, full: 20_000 };

/** Of the last run, for the planted faults. A full run keeps no more than these. */
const exchanges: Exchange[] = [];
const MOST_KEPT = requests.default;

/** Proof 16: every answer to a caller who knows only the document matches it. */
export const document: Proof = {
  number: 16,
  name: 'document',
  claim: 'The OpenAPI document alone is enough to call every operation, and every answer matches it.',
  seconds: 76,
  run: async ({ size, seed, progress }) => {
    exchanges.length = 0;
    const driver = await startOnLocalCloud({ document: null, onProblem: () => undefined });
    try {
      const drawn = { requests: requests[size], seed, progress };
      return await runDocument(driver, drawn, publishedDocument(), (exchange) => {
        if (exchanges.length < MOST_KEPT) exchanges.push(exchange);
      });
    } finally {
      await driver.stop();
    }
  },
  plantedFaults: plantedFaults(exchanges),
};
