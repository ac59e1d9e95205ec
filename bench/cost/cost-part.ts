import type { BenchPart } from '../bench.ts';
import { assumptionsOf, readAssumptionFile } from './assumption-file.ts';
import { costMarkdown } from './cost-markdown.ts';
import { measureAll } from './measure/measure-all.ts';
import { validation as validationCase } from './measure/measured-cases.ts';
import { pricesOf, readPriceFile } from './price-file.ts';
import { readStackFacts } from './stack-facts.ts';

/** What the service costs, line by line, beside the usual alternative. */
export const costPart: BenchPart = {
  name: 'cost',
  title: 'Cost',
  run: async ({ progress }) => {
    const stack = await readStackFacts();
    const { operations, background } = await measureAll(stack, progress);
    const validation = operations.find(({ label }) => label === validationCase.label);
    if (validation === undefined) throw new Error('Validations were not measured');
    const priceFile = readPriceFile();
    const assumptionFile = readAssumptionFile();
    const model = {
      prices: pricesOf(priceFile),
      assumptions: assumptionsOf(assumptionFile),
      stack,
      background,
      gatheringSeconds: 0,
    };
    const { architecture } = stack;
    const markdown = costMarkdown({ operations, validation, model, architecture, priceFile, assumptionFile });
    return { markdown, misses: [] };
  },
};
