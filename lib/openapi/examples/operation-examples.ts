import { operations } from '../../../functions/operations.ts';
import { operationTexts } from '../descriptions/operation-texts.ts';
import { runExample } from './run-example.ts';

/** Each operation with its examples, answered by the service's own code. */
export const operationsWithExamples = await Promise.all(
  operations.map(async (operation) => {
    const { examples } = operationTexts[operation.name];
    return { operation, examples: await Promise.all(examples.map((example) => runExample(operation, example))) };
  }),
);
